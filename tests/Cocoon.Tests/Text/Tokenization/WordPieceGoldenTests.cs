using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class WordPieceGoldenTests
{
    private static readonly WordPieceGolden s_golden = WordPieceGolden.Load();

    [Fact]
    public void Ids_offsets_and_decoded_text_equal_the_reference()
    {
        var tokenizers = new Dictionary<WordPieceOptions, WordPieceTokenizer>();
        var ids = new IntList();
        var offsets = new List<TokenSpan>();
        foreach (var expected in s_golden.Cases)
        {
            var options = new WordPieceOptions { Lowercase = expected.Lowercase, StripAccents = expected.StripAccents };
            if (!tokenizers.TryGetValue(options, out var tokenizer)) tokenizers.Add(options, tokenizer = new WordPieceTokenizer(s_golden.Vocabulary, options));
            ids.Clear();
            offsets.Clear();

            tokenizer.Encode(expected.Text, ids, offsets, parseSpecial: true);

            Assert.True(ids.Span.SequenceEqual(expected.Ids), $"ids of \"{expected.Text}\"");
            Assert.Equal(expected.Offsets, offsets.SelectMany(span => new[] { span.Start, span.End }));
            Assert.Equal(expected.Decoded, tokenizer.Decode(ids.Span, skipSpecial: false));
        }

        Assert.Equal(4, tokenizers.Count);
    }

    [Fact]
    public void The_normalizer_matters_to_the_golden_cases()
    {
        var tokenizer = new WordPieceTokenizer(s_golden.Vocabulary, new WordPieceOptions { Lowercase = false });
        var ids = new IntList();

        Assert.Contains(s_golden.Cases.Where(c => c.Lowercase), expected =>
        {
            ids.Clear();
            tokenizer.Encode(expected.Text, ids);
            return !ids.Span.SequenceEqual(expected.Ids);
        });
    }

    [Fact]
    public void Merges_equal_the_reference_one_by_one_from_the_alphabet_in_its_order()
    {
        var counter = new WordCounter(CharacterActions.Of(new WordPieceOptions()), maxWordLength: 1000, maxDistinct: 1 << 20);
        foreach (string line in s_golden.Training.Split('\n')) counter.Add(line);
        var initial = Alphabet.InitialTokens(counter.Counts, int.MaxValue)[5..]; // the reference trained without special tokens
        var merger = new PairMerger(counter.Counts, s_golden.Trained.Take(initial.Count), Spelling.WordPiece);

        while (merger.TryMerge(minFrequency: 1)) { }

        Assert.Equal(initial.Order(StringComparer.Ordinal), s_golden.Trained.Take(initial.Count).Order(StringComparer.Ordinal));
        Assert.Equal(s_golden.Trained, merger.Tokens);
        Assert.True(merger.Tokens.Count > initial.Count + 300);
    }
}
