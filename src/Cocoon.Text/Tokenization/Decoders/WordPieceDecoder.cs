namespace Cocoon.Text;

/// <summary>Joins pieces to words and, if it cleans up, takes out the spaces before punctuation.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleansUp) : ITokenDecoder
{
    // In this order, each within one token, as in the reference library's WordPiece decoder.
    private static readonly (string From, string To)[] s_cleanups =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
        (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public void Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++) tokens[i] = Decode(tokens[i], first: i == 0);
    }

    private string Decode(string token, bool first)
    {
        bool continues = token.StartsWith(prefix, StringComparison.Ordinal);
        string text = first ? token : continues ? token[prefix.Length..] : " " + token;
        if (!cleansUp) return text;
        foreach (var (from, to) in s_cleanups) text = text.Replace(from, to, StringComparison.Ordinal);
        return text;
    }
}
