using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class SpanCorruptionTests
{
    private static readonly SpecialTokens s_special = RandomBatches.Special;
    private static readonly int[] s_sentinels = [.. Enumerable.Range(0, 100).Select(n => 1099 - n)];

    private readonly NoisedText _noised = new();

    [Theory]
    [InlineData(568, 512, 114)]   // T5's own: from the released helper
    [InlineData(284, 256, 58)]
    [InlineData(141, 128, 29)]
    [InlineData(569, 513, 114)]
    [InlineData(2, 3, 3)]
    [InlineData(1, 2, 1)]
    [InlineData(0, 1, 1)]
    public void A_text_becomes_as_much_to_read_and_to_write_as_in_T5(int words, int read, int written) =>
        Assert.Equal((read, written), SpanCorruption.Lengths(words, 0.15, 3));

    [Theory]
    [InlineData(0.15, 3)]
    [InlineData(0.5, 8)]
    [InlineData(0.9, 1)]
    public void Both_sides_have_exactly_these_lengths_and_together_the_text(double rate, double meanLength)
    {
        for (uint number = 0; number < 600; number++)
        {
            var original = RandomBatches.Create(number);
            Apply(original, rate, meanLength, number);

            Assert.Equal((original.Sequences, original.Sequences), (_noised.Read.Sequences, _noised.Written.Sequences));
            Assert.Equal(_noised.Written.Tokens, _noised.Targets.Length);
            for (int s = 0; s < original.Sequences; s++)
            {
                int[] text = original.Sequence(s).ToArray(), read = _noised.Read.Sequence(s).ToArray(), written = Targets(s);
                int specials = text.Count(s_special.Contains);
                var (readLength, writtenLength) = SpanCorruption.Lengths(text.Length - specials, rate, meanLength);
                Assert.Equal((readLength - 1 + specials, writtenLength), (read.Length, written.Length));
                Assert.Equal([s_special.Classify, .. written[..^1]], _noised.Written.Sequence(s).ToArray());
                Assert.Equal(s_special.Separate, written[^1]);
                Assert.Equal(text.Where(id => !s_special.Contains(id)), Mended(read, written).Where(id => !s_special.Contains(id)));
                Assert.Equal(text.Where(s_special.Contains), read.Where(s_special.Contains));
                Assert.DoesNotContain(written[..^1], s_special.Contains);
            }
        }
    }

    [Fact]
    public void Spans_and_sentinels_alternate_and_the_first_word_is_shown_and_the_last_hidden()
    {
        var text = Text(words: 141, sequences: 50);
        Apply(text, 0.15, 3, 1);

        for (int s = 0; s < text.Sequences; s++)
        {
            int[] read = _noised.Read.Sequence(s).ToArray(), sentinels = [.. read.Where(id => id > 999)];
            Assert.Equal(s_sentinels[..7], sentinels);
            Assert.Equal(sentinels, Targets(s).Where(id => id > 999));
            Assert.Equal((text.Sequence(s)[1], s_sentinels[6], s_special.Separate), (read[1], read[^2], read[^1]));
            for (int i = 1; i < read.Length; i++) Assert.False(read[i] > 999 && read[i - 1] > 999, "Words are shown between spans.");
        }
    }

    [Fact]
    public void Every_place_is_hidden_as_often_as_the_division_into_segments_says()
    {
        // Of 40 words 6 are hidden in two spans, the second one at the end.
        var text = Text(words: 40, sequences: 4000);
        Apply(text, 0.15, 3, 9);
        int[] hidden = new int[40], lengths = new int[6];
        foreach (int row in _noised.Hidden.Span) hidden[row % 42 - 1]++;
        for (int s = 0; s < text.Sequences; s++) lengths[Array.FindIndex(Targets(s), 1, id => id > 999) - 1]++;

        Assert.Equal((0, 4000), (hidden[0], hidden[^1]));
        Assert.Equal(6 * 4000, hidden.Sum());
        Assert.All(lengths[1..], count => Assert.InRange(count, 690, 910));    // 1 to 5 words of six, each of five divisions: 800
        double inside = hidden[10..30].Sum() / 20.0;
        Assert.All(hidden[10..30], count => Assert.InRange(count, inside * 0.7, inside * 1.3));
    }

    [Fact]
    public void The_same_batch_and_key_hide_the_same_and_another_key_something_else()
    {
        var text = Text(words: 60, sequences: 3);
        int[] Once(uint step)
        {
            Apply(text, 0.15, 3, step);
            return _noised.Hidden.ToArray();
        }

        Assert.Equal(Once(1), Once(1));
        Assert.NotEqual(Once(1), Once(2));
    }

    [Fact]
    public void A_span_goes_on_behind_the_end_of_a_document_and_hidden_rows_are_told()
    {
        var text = new TokenBatch();
        text.Append([2, 10, 11, 3, 12, 13, 14, 3]);
        text.EndSequence();
        Apply(text, 0.8, 4, 3);   // four of five words in one span, which is at the end

        Assert.Equal([2, 10, 1099, 3, 3], _noised.Read.Ids.ToArray());
        Assert.Equal([2, 1099, 11, 12, 13, 14], _noised.Written.Ids.ToArray());
        Assert.Equal([1099, 11, 12, 13, 14, 3], _noised.Targets.ToArray());
        Assert.Equal([2, 4, 5, 6], _noised.Hidden.ToArray());
        Assert.Equal([1, 2, 3, 4], _noised.HiddenAt.ToArray());
    }

    [Fact]
    public void What_has_no_meaning_is_refused()
    {
        Assert.Contains("fraction in [0, 1]", Assert.Throws<ArgumentOutOfRangeException>(() => Apply(Text(5, 1), 1.1, 3, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Apply(Text(5, 1), 0.1, 0.5, 0));
        string few = Assert.Throws<ArgumentException>(() => SpanCorruption.Apply(Text(300, 1), 0.15, 3, s_special, s_sentinels.AsSpan(0, 9), default, _noised)).Message;
        Assert.Contains("300 words have 15 hidden spans, but there are 9 sentinels", few, StringComparison.Ordinal);
    }

    private void Apply(TokenBatch text, double rate, double meanLength, uint step) => SpanCorruption.Apply(text, rate, meanLength, s_special, s_sentinels, new(4, step), _noised);

    private int[] Targets(int sequence) => _noised.Targets[_noised.Written.Starts.Span[sequence].._noised.Written.Starts.Span[sequence + 1]].ToArray();

    /// <summary>Spans put back in the place of their sentinels.</summary>
    private static List<int> Mended(int[] read, int[] written)
    {
        var text = new List<int>();
        foreach (int id in read)
        {
            if (id <= 999) text.Add(id);
            else text.AddRange(written.SkipWhile(other => other != id).Skip(1).TakeWhile(other => other <= 999 && !s_special.Contains(other)));
        }
        return text;
    }

    /// <summary>Sequences of [CLS], so many words, [SEP].</summary>
    private static TokenBatch Text(int words, int sequences)
    {
        var batch = new TokenBatch();
        for (int s = 0; s < sequences; s++)
        {
            batch.Append(s_special.Classify);
            for (int i = 0; i < words; i++) batch.Append(5 + (s * 7 + i) % 990);
            batch.Append(s_special.Separate);
            batch.EndSequence();
        }
        return batch;
    }
}
