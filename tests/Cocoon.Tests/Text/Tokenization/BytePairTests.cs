using System.Text;
using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class BytePairTests
{
    private static readonly (string Left, string Right)[] s_pairs = [("a", "b"), ("ab", "a"), ("b", "b"), ("a", "a"), ("aba", "ab"), ("bb", "ab"), ("é", "a"), ("aa", "aa")];

    private static BytePairModel Model(BytePairOptions? options = null, params string[] more) =>
        new(new TokenTable([.. more, "<unk>", "a", "b", "é", .. s_pairs.Select(pair => pair.Left + pair.Right)]), s_pairs, options ?? new());

    private static (string[] Pieces, TokenSpan[] Spans) Encode(BytePairModel model, string word)
    {
        var ids = new IntList();
        var spans = new List<TokenSpan>();
        model.CreateEncoder().Encode(word, ids, spans);
        return ([.. ids.Span.ToArray().Select(id => model.Tokens[id]!)], [.. spans]);
    }

    [Fact]
    public void Long_words_merge_as_short_ones_do_and_as_the_definition_says()
    {
        var model = Model();
        for (uint round = 0; round < 300; round++)
        {
            var random = new RandomStream(5, round, 0);
            string word = string.Concat(Enumerable.Range(0, 1 + random.Below(120, 0)).Select(i => "aabbé"[random.Below(5, (ulong)i + 1)]));

            Assert.Equal(Naive(word), Encode(model, word).Pieces);
        }

        static List<string> Naive(string word)
        {
            var symbols = word.Select(c => c.ToString()).ToList();
            while (true)
            {
                var best = Enumerable.Range(0, symbols.Count - 1).Select(i => (Rank: Array.IndexOf(s_pairs, (symbols[i], symbols[i + 1])), i)).Where(p => p.Rank >= 0).OrderBy(p => p).FirstOrDefault((Rank: -1, 0));
                if (best.Rank < 0) return symbols;
                symbols[best.Item2] += symbols[best.Item2 + 1];
                symbols.RemoveAt(best.Item2 + 1);
            }
        }
    }

    [Fact]
    public void Spans_are_the_characters_of_the_pieces()
    {
        var (pieces, spans) = Encode(Model(), "abaéa");

        Assert.Equal(["aba", "éa"], pieces);
        Assert.Equal([new(0, 3), new(3, 5)], spans);
    }

    [Fact]
    public void Unknown_characters_are_left_out_or_one_token_each_or_fused_or_bytes()
    {
        string[] bytes = [.. Encoding.UTF8.GetBytes("中").Select(b => $"<0x{b:X2}>")];

        Assert.Equal(["ab"], Encode(Model(), "a中b").Pieces);
        Assert.Equal(["a", "<unk>", "<unk>", "b"], Encode(Model(new() { Unknown = "<unk>" }), "a中文b").Pieces);
        Assert.Equal(["a", "<unk>", "b"], Encode(Model(new() { Unknown = "<unk>", FuseUnknown = true }), "a中文b").Pieces);
        Assert.Equal(["a", .. bytes, "b"], Encode(Model(new() { Unknown = "<unk>", ByteFallback = true }, bytes), "a中b").Pieces);
        Assert.Equal([new(0, 1), new(1, 2), new(1, 2), new(1, 2), new(2, 3)], Encode(Model(new() { ByteFallback = true }, bytes), "a中b").Spans);
    }

    [Fact]
    public void A_word_that_is_a_token_is_not_spelled_if_merges_are_ignored()
    {
        Assert.Equal(["aba", "a"], Encode(Model(null, "abaa"), "abaa").Pieces);
        Assert.Equal(["abaa"], Encode(Model(new() { IgnoreMerges = true }, "abaa"), "abaa").Pieces);
    }

    [Fact]
    public void A_merge_outside_the_vocabulary_is_refused_with_its_tokens()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new BytePairModel(new TokenTable(["a", "b"]), [("a", "b")], new()));
        Assert.Contains("merge 0 (\"a\" \"b\") needs the token \"ab\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("\"<u>\" is not in the vocabulary", Assert.Throws<ArgumentException>(() => Model(new() { Unknown = "<u>" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_as_characters_lead_back()
    {
        for (int b = 0; b < 256; b++) Assert.Equal(b, ByteCharacters.ByteOf(ByteCharacters.Of((byte)b)));
        Assert.Equal(('Ġ', 'Ċ', 'a'), (ByteCharacters.Of(32), ByteCharacters.Of(10), ByteCharacters.Of(97)));
        Assert.Equal(-1, ByteCharacters.ByteOf('中'));
    }
}
