using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class WordMaskingTests
{
    // Every third id continues a word.
    private static readonly TokenKinds s_kinds = new(RandomBatches.Special, Enumerable.Range(0, RandomBatches.VocabularySize).Select(id => id % 3 == 0));

    private readonly IntList _positions = new();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(5, 6)]
    [InlineData(2, 1)]
    public void Words_are_chosen_whole_and_within_the_share(int longestSpan, int stretch)
    {
        for (uint number = 0; number < 1500; number++)
        {
            var original = RandomBatches.Create(number);
            double rate = number % 4 * 0.2;

            WordMasking.Choose(original, rate, RunLengths.Harmonic(longestSpan), s_kinds, new(new StepKey(1, number)), _positions, stretch);

            var chosen = _positions.Span.ToArray();
            Assert.Equal(chosen.Order().Distinct(), chosen);
            AssertWhole(original, chosen.ToHashSet());
            AssertShare(original, rate, chosen);
        }
    }

    [Fact]
    public void Runs_have_n_words_with_probability_proportional_to_1_over_n() => AssertRuns(RunLengths.Harmonic(3), 6 / 11.0, 3 / 11.0, 2 / 11.0);

    [Fact]
    public void Runs_have_the_lengths_that_are_given() => AssertRuns(new(0.8, 0.1, 0.1), 0.8, 0.1, 0.1);

    [Fact]
    public void A_run_does_not_pass_what_is_no_text()
    {
        var text = new TokenBatch();
        for (int s = 0; s < 600; s++)
        {
            text.Append([7, RandomBatches.Special.Separate, 7, 7, RandomBatches.Special.Separate, 7]);
            text.EndSequence();
        }

        WordMasking.Choose(text, 2 / 6.0, new(0, 1), s_kinds, new(new StepKey(1, 1)), _positions);

        // Two of four words, always as a pair if there is one: only two orders of six in twelve take both beside a mark, where it would be four if a run passed it.
        int[] rows = _positions.Span.ToArray();
        double beside = Enumerable.Range(0, 600).Count(s => rows.Contains(6 * s + 3) && rows.Contains(6 * s + 5)) / 600.0;
        Assert.Equal(1 / 6.0, beside, 0.06);   // a standard error of 0.015
    }

    [Fact]
    public void Runs_that_have_a_stretch_of_their_own_lie_evenly_over_the_text()
    {
        const int Length = 60_000, K = 6;
        var text = new TokenBatch();
        for (int i = 0; i < Length; i++) text.Append(7);
        text.EndSequence();

        WordMasking.Choose(text, 1.0 / K, RunLengths.Harmonic(5), s_kinds, new(new StepKey(3, 4)), _positions, stretch: K);

        int[] tenths = new int[10], runs = new int[20];
        var rows = _positions.Span;
        for (int i = 0, length = 1; i < rows.Length; i++, length++)
        {
            tenths[rows[i] * 10 / Length]++;
            if (i + 1 < rows.Length && rows[i + 1] == rows[i] + 1) continue;
            runs[length]++;
            length = 0;
        }
        Assert.Equal(Length / K, _positions.Count, 1.0);
        Assert.All(tenths, count => Assert.InRange(count, 980, 1020));   // runs anywhere would differ by some 35
        Assert.Equal(0, runs[11..].Sum());                               // two runs may touch, three cannot
        double all = runs.Sum();
        Assert.Equal(60 / 137.0, runs[1] / all, 0.03);                   // n with probability proportional to 1/n: 1 / (1 + 1/2 + ... + 1/5)
        Assert.Equal(12 / 137.0, runs[5] / all, 0.02);
    }

    [Fact]
    public void The_share_is_kept_where_words_are_short()
    {
        var text = new TokenBatch();
        for (int s = 0; s < 100; s++)
        {
            for (int i = 0; i < 100; i++) text.Append(i % 2 == 0 ? 7 : 9);   // words of two pieces
            text.EndSequence();
        }

        WordMasking.Choose(text, 0.2, RunLengths.One, s_kinds, new(new StepKey(1, 1)), _positions);

        Assert.Equal(20, _positions.Count / 100.0, 0.5);
    }

    [Fact]
    public void A_single_long_word_is_chosen_rather_than_nothing()
    {
        var text = new TokenBatch();
        text.Append([RandomBatches.Special.Classify, 7, 9, 9, 9, RandomBatches.Special.Separate]);
        text.EndSequence();

        WordMasking.Choose(text, 0.15, RunLengths.One, s_kinds, new(new StepKey(1, 1)), _positions);

        Assert.Equal([1, 2, 3, 4], _positions.Span.ToArray());
    }

    [Fact]
    public void The_choice_is_a_function_of_batch_and_key()
    {
        int[] Chosen(uint step)
        {
            WordMasking.Choose(RandomBatches.Create(12), 0.3, RunLengths.Harmonic(2), s_kinds, new(new StepKey(1, step)), _positions);
            return _positions.Span.ToArray();
        }

        Assert.Equal(Chosen(1), Chosen(1));
        Assert.NotEqual(Chosen(1), Chosen(2));
    }

    [Fact]
    public void Impossible_shares_and_spans_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WordMasking.Choose(RandomBatches.Create(0), 1.1, RunLengths.One, s_kinds, default, _positions));
        Assert.Throws<ArgumentOutOfRangeException>(() => WordMasking.Choose(RandomBatches.Create(0), 0.1, RunLengths.One, s_kinds, default, _positions, stretch: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RunLengths.Harmonic(0));
        Assert.Throws<ArgumentException>(() => new RunLengths(0, 0));
    }

    /// <summary>The shares of runs of one, two and three words, where so few of so many are chosen that runs hardly touch: every run of the result is one that was drawn.</summary>
    private void AssertRuns(RunLengths runs, params double[] expected)
    {
        var text = new TokenBatch();
        for (int i = 0; i < 60_000; i++) text.Append(7);
        text.EndSequence();

        WordMasking.Choose(text, 0.05, runs, s_kinds, new(new StepKey(3, 4)), _positions);

        int[] found = new int[4];
        var rows = _positions.Span;
        for (int i = 0, length = 1; i < rows.Length; i++, length++)
        {
            if (i + 1 < rows.Length && rows[i + 1] == rows[i] + 1) continue;
            if (length <= 3) found[length]++;
            length = 0;
        }
        double all = found.Sum();
        Assert.True(all > 1500);
        for (int n = 1; n <= 3; n++) Assert.Equal(expected[n - 1], found[n] / all, 0.06);
    }

    private static void AssertWhole(TokenBatch batch, HashSet<int> chosen)
    {
        for (int s = 0; s < batch.Sequences; s++)
        {
            for (int row = batch.Starts.Span[s]; row < batch.Starts.Span[s + 1]; row++)
            {
                int id = batch.Ids.Span[row];
                if (RandomBatches.Special.Contains(id)) Assert.DoesNotContain(row, chosen);
                else if (row > batch.Starts.Span[s] && s_kinds.Continues(id) && !RandomBatches.Special.Contains(batch.Ids.Span[row - 1]))
                    Assert.Equal(chosen.Contains(row - 1), chosen.Contains(row));
            }
        }
    }

    private static void AssertShare(TokenBatch batch, double rate, int[] chosen)
    {
        int most = 0, text = 0;
        for (int s = 0; s < batch.Sequences; s++)
        {
            most += (int)(rate * batch.Sequence(s).Length) + 1;
            foreach (int id in batch.Sequence(s)) text += RandomBatches.Special.Contains(id) ? 0 : 1;
        }
        Assert.Equal(text > 0, chosen.Length > 0);
        bool single = chosen.Length > 0 && chosen[^1] - chosen[0] == chosen.Length - 1;   // one word, so that there is any
        Assert.True(chosen.Length <= most || single, $"{chosen.Length} of {text}, expected {most} at most.");
    }
}
