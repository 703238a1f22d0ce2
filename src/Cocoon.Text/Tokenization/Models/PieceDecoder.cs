namespace Cocoon.Text;

/// <summary>How a token reads in running text.</summary>
internal static class PieceDecoder
{
    // In this order, each within one token, as in the reference library's WordPiece decoder.
    private static readonly (string From, string To)[] s_cleanups =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
        (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>The token's text with the space before it, if one belongs there.</summary>
    public static string Decode(string token, bool first)
    {
        bool continues = token.StartsWith(WordPieceTokenizer.ContinuingPrefix, StringComparison.Ordinal);
        string text = first ? token : continues ? token[WordPieceTokenizer.ContinuingPrefix.Length..] : " " + token;
        foreach (var (from, to) in s_cleanups) text = text.Replace(from, to, StringComparison.Ordinal);
        return text;
    }
}
