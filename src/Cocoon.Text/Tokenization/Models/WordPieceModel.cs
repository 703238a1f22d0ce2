namespace Cocoon.Text;

/// <summary>Greedy longest match first, for words of any pre-tokenizer; a word that does not come out even is unknown.</summary>
/// <remarks>Schuster and Nakajima 2012, as BERT and the Hugging Face library do it. BERT's own tokenizers take <see cref="WordPieceTokenizer"/>.</remarks>
internal sealed class WordPieceModel(TokenTable tokens, int unknown, string prefix, int maxWordLength) : ITokenModel
{
    private readonly PieceTrie _trie = new(tokens.All, prefix, beginsWithPrefix: true);

    public TokenTable Tokens => tokens;

    public int Unknown => unknown;

    /// <summary>What marks a piece that continues a word.</summary>
    public string Prefix => prefix;

    /// <summary>Longest word that is looked up, in code points.</summary>
    public int MaxWordLength => maxWordLength;

    public IWordEncoder CreateEncoder() => new Encoder(this);

    private sealed class Encoder(WordPieceModel model) : IWordEncoder
    {
        public void Encode(ReadOnlySpan<char> word, IntList ids, List<TokenSpan>? spans)
        {
            int first = ids.Count, firstSpan = spans?.Count ?? 0;
            bool known = CodePoint.Count(word) <= model.MaxWordLength;
            for (int at = 0; known && at < word.Length;)
            {
                int piece = model._trie.Longest(word[at..], continues: at > 0, out int length);
                known = piece >= 0;
                if (!known) break;
                ids.Add(piece);
                spans?.Add(new TokenSpan(at, at + length));
                at += length;
            }

            if (known) return;
            ids.Truncate(first);
            spans?.RemoveRange(firstSpan, spans.Count - firstSpan);
            ids.Add(model.Unknown);
            spans?.Add(new TokenSpan(0, word.Length));
        }
    }
}
