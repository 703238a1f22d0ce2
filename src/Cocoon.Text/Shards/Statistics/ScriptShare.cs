namespace Cocoon.Text;

/// <summary>How much of a corpus is written in a script.</summary>
/// <param name="Script">The writing system.</param>
/// <param name="Share">Fraction of the letters, in [0, 1].</param>
public readonly record struct ScriptShare(Script Script, double Share);
