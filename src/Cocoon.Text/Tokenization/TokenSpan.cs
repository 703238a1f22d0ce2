namespace Cocoon.Text;

/// <summary>The characters of the original text that a token stands for.</summary>
/// <param name="Start">Index of the first UTF-16 code unit.</param>
/// <param name="End">Index after the last one.</param>
public readonly record struct TokenSpan(int Start, int End)
{
    /// <summary>The characters without the white space before them, with which byte-level pieces begin.</summary>
    /// <param name="text">The original text.</param>
    public TokenSpan WithoutSpace(ReadOnlySpan<char> text)
    {
        int start = Start;
        while (start < End && char.IsWhiteSpace(text[start])) start++;
        return this with { Start = start };
    }
}
