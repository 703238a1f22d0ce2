namespace Cocoon.Text;

/// <summary>How words are written before anything is merged.</summary>
/// <param name="Prefix">What marks a symbol that continues a word.</param>
/// <param name="Bytes">Whether a symbol is a byte, written as a character, instead of a character.</param>
internal readonly record struct Spelling(string Prefix, bool Bytes = false)
{
    /// <summary>WordPiece's: characters, with ## inside words.</summary>
    public static Spelling WordPiece { get; } = new(WordPieceTokenizer.ContinuingPrefix);

    /// <summary>Characters as they are.</summary>
    public static Spelling Characters { get; } = new("");

    /// <summary>The bytes of UTF-8.</summary>
    public static Spelling Utf8 { get; } = new("", Bytes: true);
}
