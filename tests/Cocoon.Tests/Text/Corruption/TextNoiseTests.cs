using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class TextNoiseTests
{
    private const int Longest = 200, Stop = 9;

    private static readonly SpecialTokens s_special = RandomBatches.Special;
    private static readonly TokenKinds s_kinds = new(s_special, Enumerable.Repeat(false, RandomBatches.VocabularySize)) { SentenceEnds = [Stop] };

    private readonly NoisedText _noised = new();

    public static TheoryData<TextNoise> Mixes =>
    [
        new() { SpanRate = 0.3, SpanLength = 3, PermuteRate = 1 },
        new() { MaskRate = 0.1, DeleteRate = 0.2, ReplaceRate = 0.1, RotateRate = 0.5 },
        new() { SpanRate = 0.2, SpanLength = 1.5, MaskRate = 0.1, DeleteRate = 0.1, ReplaceRate = 0.1, PermuteRate = 0.5, RotateRate = 1 },
        new() { DeleteRate = 1 },
        new() { SpanRate = 1, SpanLength = 40, PermuteRate = 1 },
    ];

    [Theory]
    [MemberData(nameof(Mixes))]
    public void The_whole_text_is_written_and_what_is_read_is_short_enough_and_keeps_its_frame(TextNoise noise)
    {
        for (uint number = 0; number < 400; number++)
        {
            var original = LongerThanOne(RandomBatches.Create(number));
            noise.Apply(original, original.LongestSequence, s_kinds, new(1, number), _noised);

            Assert.Equal(original.Sequences, _noised.Read.Sequences);
            Assert.InRange(_noised.Read.LongestSequence, 2, original.LongestSequence);
            for (int s = 0; s < original.Sequences; s++)
            {
                int[] text = original.Sequence(s).ToArray(), read = _noised.Read.Sequence(s).ToArray();
                Assert.Equal(text[..^1], _noised.Written.Sequence(s).ToArray());
                Assert.Equal(text[1..], _noised.Targets[_noised.Written.Starts.Span[s].._noised.Written.Starts.Span[s + 1]].ToArray());
                Assert.Equal((text[0], text[^1]), (read[0], read[^1]));
                Assert.Equal(text.Where(Kept).Order(), read.Where(Kept).Order());
            }
            AssertHiddenAreText(original);
        }

        static bool Kept(int id) => s_special.Contains(id) && id != s_special.Mask;
    }

    [Theory]
    [InlineData(0.3, 3)]
    [InlineData(0.15, 1)]
    [InlineData(0.5, 10)]
    public void Infilling_hides_the_exact_share_in_spans_of_Poisson_lengths(double rate, double length)
    {
        var text = Text(words: 100, sequences: 400);
        Apply(text, new() { SpanRate = rate, SpanLength = length });

        int hidden = (int)Math.Ceiling(rate * 100);
        double masks = _noised.Read.Ids.Span.Count(s_special.Mask);
        Assert.Equal(hidden * 400, _noised.Hidden.Length);
        Assert.Equal(text.Tokens - _noised.Hidden.Length + masks, _noised.Read.Tokens);
        // Spans are drawn until they hide enough: as in a renewal process some hidden / λ, and half a span more that is cut.
        Assert.Equal(hidden / length + 0.5, masks / 400, 0.7);
        for (int s = 0; s < text.Sequences; s++)   // what is left is in its order
            Assert.Equal(text.Sequence(s).ToArray().Where((_, i) => !_noised.Hidden.Span.Contains(text.Starts.Span[s] + i)), _noised.Read.Sequence(s).ToArray().Where(id => id != s_special.Mask));
    }

    [Fact]
    public void Spans_of_no_word_are_masks_between_words_and_their_share_is_that_of_zeros()
    {
        // Single spans of many short texts: whether a draw was 0 shows in a text with more masks than hidden runs.
        var text = Text(words: 60, sequences: 2000);
        Apply(text, new() { SpanRate = 0.05, SpanLength = 3 });

        double masks = _noised.Read.Ids.Span.Count(s_special.Mask), insertions = 0;
        for (int s = 0; s < text.Sequences; s++)
        {
            int[] read = _noised.Read.Sequence(s).ToArray();
            for (int i = 1; i + 1 < read.Length; i++)   // words are consecutive numbers: nothing is missing around an inserted mask
                if (read[i] == s_special.Mask && (read[i + 1] - read[i - 1] == 1)) insertions++;
        }
        Assert.Equal(Math.Exp(-3), insertions / masks, 0.012);
    }

    [Fact]
    public void Tokens_are_masked_left_out_and_replaced_at_their_rates()
    {
        var text = Text(words: 100, sequences: 300);
        Apply(text, new() { MaskRate = 0.1, DeleteRate = 0.2, ReplaceRate = 0.05 });

        double words = 100 * 300;
        Assert.Equal(0.1, _noised.Read.Ids.Span.Count(s_special.Mask) / words, 0.008);
        Assert.Equal(0.2, (text.Tokens - _noised.Read.Tokens) / words, 0.01);
        Assert.Equal(0.35, _noised.Hidden.Length / words, 0.012);
    }

    [Fact]
    public void A_replacement_is_text_from_the_whole_vocabulary()
    {
        var text = Text(words: 100, sequences: 100);
        Apply(text, new() { ReplaceRate = 1 });

        Assert.Equal(text.Tokens, _noised.Read.Tokens);
        var drawn = _noised.Read.Ids.ToArray().Where(id => id is not 2 and not 3).ToHashSet();
        Assert.DoesNotContain(drawn, s_special.Contains);
        Assert.True(drawn.Count > 900);
    }

    [Fact]
    public void Sentences_change_places_whole()
    {
        var orders = new Dictionary<string, int>();
        for (uint step = 0; step < 1200; step++)
        {
            var text = new TokenBatch();
            text.Append([2, 20, 21, Stop, Stop, 30, Stop, 40, 41, 42, 3]);   // the last sentence has no stop
            text.EndSequence();
            new TextNoise { PermuteRate = 1 }.Apply(text, Longest, s_kinds, new(1, step), _noised);
            string read = string.Join(' ', _noised.Read.Sequence(0).ToArray());
            foreach (string sentence in (string[])["20 21 9 9", "30 9", "40 41 42"]) Assert.Contains(sentence, read, StringComparison.Ordinal);
            Assert.StartsWith("2 ", read, StringComparison.Ordinal);
            Assert.EndsWith(" 3", read, StringComparison.Ordinal);
            orders[read] = orders.GetValueOrDefault(read) + 1;
        }

        Assert.Equal(6, orders.Count);
        Assert.All(orders.Values, count => Assert.InRange(count, 150, 250));   // 200 ± 4 standard errors
        Assert.True(_noised.Hidden.IsEmpty);
    }

    [Fact]
    public void Only_the_share_of_the_sentences_moves()
    {
        double moved = 0;
        for (uint step = 0; step < 300; step++)
        {
            var text = new TokenBatch();
            text.Append(2);
            for (int i = 0; i < 10; i++) text.Append([20 + i, Stop]);
            text.Append(3);
            text.EndSequence();
            new TextNoise { PermuteRate = 0.5 }.Apply(text, Longest, s_kinds, new(1, step), _noised);
            int away = Enumerable.Range(0, 10).Count(i => _noised.Read.Ids.Span[1 + 2 * i] != 20 + i);
            Assert.InRange(away, 0, 5);
            moved += away;
        }

        Assert.Equal(4, moved / 300, 0.3);   // of five that are shuffled, one stays on average
    }

    [Fact]
    public void A_text_begins_at_any_other_token()
    {
        int[] firsts = new int[6];
        for (uint step = 0; step < 1000; step++)
        {
            var text = new TokenBatch();
            text.Append([2, 20, 21, 22, 23, 24, 25, 3]);
            text.EndSequence();
            new TextNoise { RotateRate = 1 }.Apply(text, Longest, s_kinds, new(1, step), _noised);
            int first = _noised.Read.Ids.Span[1] - 20;
            Assert.Equal([2, .. Enumerable.Range(0, 6).Select(i => 20 + (first + i) % 6), 3], _noised.Read.Ids.ToArray());
            firsts[first]++;
        }

        Assert.Equal(0, firsts[0]);
        Assert.All(firsts[1..], count => Assert.InRange(count, 150, 250));
    }

    [Fact]
    public void The_same_batch_and_key_damage_the_same_and_another_key_otherwise()
    {
        var (text, noise) = (Text(words: 60, sequences: 3), new TextNoise { SpanRate = 0.2, SpanLength = 3, DeleteRate = 0.1, PermuteRate = 1, RotateRate = 0.5 });
        int[] Once(uint step)
        {
            noise.Apply(text, Longest, s_kinds, new(1, step), _noised);
            return _noised.Read.Ids.ToArray();
        }

        Assert.Equal(Once(1), Once(1));
        Assert.NotEqual(Once(1), Once(2));
    }

    [Fact]
    public void What_has_no_meaning_is_refused()
    {
        var kinds = new TokenKinds(s_special with { Mask = -1 }, Enumerable.Repeat(false, 50));
        Assert.Contains("no token that hides others", Assert.Throws<ArgumentException>(() => new TextNoise { MaskRate = 0.1 }.Apply(Text(5, 1), Longest, kinds, default, _noised)).Message, StringComparison.Ordinal);
        new TextNoise { DeleteRate = 0.1 }.Apply(Text(5, 1), Longest, kinds, default, _noised);
        Assert.Throws<ArgumentOutOfRangeException>(() => Apply(Text(5, 1), new() { SpanRate = 0.1 }));
        var single = new TokenBatch();
        single.Append(2);
        single.EndSequence();
        Assert.Contains("Sequence 0 has 1 tokens", Assert.Throws<ArgumentException>(() => Apply(single, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tokenizers_full_stops_and_sentinels_are_found()
    {
        var kinds = TokenKinds.Of(new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", ".", "##.", "!", "word", "<extra_id_0>", "<extra_id_1>"]));

        Assert.Equal([6, 8], kinds.SentenceEnds);
        Assert.Equal([10, 11], kinds.Sentinels);
    }

    private void Apply(TokenBatch text, TextNoise noise) => noise.Apply(text, Longest, s_kinds, new(1, 2), _noised);

    private void AssertHiddenAreText(TokenBatch original)
    {
        Assert.Equal(_noised.Hidden.ToArray().Order().Distinct(), _noised.Hidden.ToArray());
        for (int i = 0; i < _noised.Hidden.Length; i++)
        {
            int id = original.Ids.Span[_noised.Hidden.Span[i]];
            Assert.False(s_special.Contains(id));
            Assert.Equal(id, _noised.Targets.Span[_noised.HiddenAt.Span[i]]);
        }
    }

    private static TokenBatch LongerThanOne(TokenBatch batch)
    {
        var longer = new TokenBatch();
        for (int s = 0; s < batch.Sequences; s++)
        {
            longer.Append(batch.Sequence(s));
            if (batch.Sequence(s).Length == 1) longer.Append(s_special.Separate);
            longer.EndSequence();
        }
        return longer;
    }

    /// <summary>Sequences of [CLS], so many words, which are consecutive numbers, [SEP].</summary>
    private static TokenBatch Text(int words, int sequences)
    {
        var batch = new TokenBatch();
        for (int s = 0; s < sequences; s++)
        {
            batch.Append(s_special.Classify);
            for (int i = 0; i < words; i++) batch.Append(10 + s * 31 % 800 + i);
            batch.Append(s_special.Separate);
            batch.EndSequence();
        }
        return batch;
    }
}
