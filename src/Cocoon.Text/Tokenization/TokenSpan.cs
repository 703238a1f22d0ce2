namespace Cocoon.Text;

/// <summary>The characters of the original text that a token stands for.</summary>
/// <param name="Start">Index of the first UTF-16 code unit.</param>
/// <param name="End">Index after the last one.</param>
public readonly record struct TokenSpan(int Start, int End);
