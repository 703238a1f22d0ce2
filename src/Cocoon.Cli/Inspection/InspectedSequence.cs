namespace Cocoon.Cli;

/// <summary>One sequence of a batch that is looked at.</summary>
/// <param name="Tokens">Its tokens, and what became of them.</param>
/// <param name="OtherView">The tokens that it is contrasted with: a crop, an edit, the text that says the same; null if nothing is contrasted.</param>
public sealed record InspectedSequence(IReadOnlyList<CorruptedToken> Tokens, IReadOnlyList<string>? OtherView);
