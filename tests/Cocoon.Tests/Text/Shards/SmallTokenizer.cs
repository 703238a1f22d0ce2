using Cocoon.Text;

namespace Cocoon.Tests.Text.Shards;

/// <summary>A tokenizer that spells every word of lower-case letters.</summary>
internal static class SmallTokenizer
{
    public static WordPieceTokenizer Create()
    {
        string[] letters = [.. Enumerable.Range('a', 26).Select(c => $"{(char)c}")];
        return new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. letters, .. letters.Select(l => "##" + l), "the", "whale"]);
    }
}
