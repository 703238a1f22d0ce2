using Cocoon.Determinism;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class MaskingTests
{
    private readonly TokenBatch _masked = new();
    private readonly IntList _positions = new();

    [Fact]
    public void Random_batches_keep_every_rule()
    {
        for (uint number = 0; number < 3000; number++)
        {
            var original = RandomBatches.Create(number);
            double rate = number % 5 * 0.25;

            Masking.Apply(original, rate, RandomBatches.Special, new StepKey(1, number), _masked, _positions);

            AssertOnlyChosenTextIsMasked(original);
            AssertCounts(original, rate);
        }
    }

    private void AssertOnlyChosenTextIsMasked(TokenBatch original)
    {
        Assert.Equal(original.Starts.ToArray(), _masked.Starts.ToArray());
        Assert.Equal(original.Positions.ToArray(), _masked.Positions.ToArray());
        int next = 0;
        for (int row = 0; row < original.Tokens; row++)
        {
            bool chosen = next < _positions.Count && _positions.Span[next] == row;
            if (chosen) next++;
            int was = original.Ids.Span[row];
            Assert.False(chosen && RandomBatches.Special.Contains(was), $"Row {row} holds special token {was}.");
            Assert.Equal(chosen ? RandomBatches.Special.Mask : was, _masked.Ids.Span[row]);
        }
        Assert.Equal(_positions.Count, next);   // ascending and without duplicates, or the walk would have stopped early
    }

    private void AssertCounts(TokenBatch original, double rate)
    {
        int candidatesOfBatch = 0;
        bool saved = false;
        for (int s = 0; s < original.Sequences; s++)
        {
            var (from, to) = (original.Starts.Span[s], original.Starts.Span[s + 1]);
            int candidates = 0, chosen = 0;
            foreach (int id in original.Sequence(s)) candidates += RandomBatches.Special.Contains(id) ? 0 : 1;
            foreach (int row in _positions.Span) chosen += row >= from && row < to ? 1 : 0;
            int least = Math.Min(candidates, (int)(rate * (to - from)));
            int most = Math.Min(candidates, (int)(rate * (to - from)) + 1);
            saved |= chosen > most;
            Assert.True(chosen >= least && (chosen <= most || _positions.Count == 1), $"{chosen} of {candidates}, expected {least} to {most}.");
            candidatesOfBatch += candidates;
        }
        Assert.Equal(candidatesOfBatch > 0, _positions.Count > 0);
        Assert.False(saved && _positions.Count > 1);
    }

    [Fact]
    public void Long_text_is_masked_at_the_rate()
    {
        var original = new TokenBatch();
        for (int s = 0; s < 400; s++)
        {
            original.Append(RandomBatches.Special.Classify);
            for (int i = 0; i < 126; i++) original.Append(7);
            original.Append(RandomBatches.Special.Separate);
            original.EndSequence();
        }

        Masking.Apply(original, 0.15, RandomBatches.Special, new StepKey(3, 0), _masked, _positions);

        // The mean of floor(19.2 + U) is 19.2 with a standard error of 0.02 over 400 sequences.
        Assert.Equal(0.15 * 128, _positions.Count / 400.0, tolerance: 0.08);
        Assert.Equal(63.5, _positions.Span.ToArray().Average(row => row % 128), tolerance: 1.5);
    }

    [Fact]
    public void Choice_depends_on_batch_and_key_alone()
    {
        var original = RandomBatches.Create(12);
        Masking.Apply(original, 0.3, RandomBatches.Special, new StepKey(1, 5), _masked, _positions);
        int[] first = _positions.Span.ToArray(), ids = _masked.Ids.ToArray();

        Masking.Apply(RandomBatches.Create(13), 0.3, RandomBatches.Special, new StepKey(1, 6), _masked, _positions);
        Masking.Apply(original, 0.3, RandomBatches.Special, new StepKey(1, 5), _masked, _positions);

        Assert.Equal(first, _positions.Span.ToArray());
        Assert.Equal(ids, _masked.Ids.ToArray());
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 5)]
    public void Another_key_moves_the_masks(ulong seed, uint step)
    {
        var original = RandomBatches.Create(12);
        Masking.Apply(original, 0.3, RandomBatches.Special, new StepKey(1, 5), _masked, _positions);
        int[] first = _positions.Span.ToArray();

        Masking.Apply(original, 0.3, RandomBatches.Special, new StepKey(seed, step), _masked, _positions);

        Assert.NotEqual(first, _positions.Span.ToArray());
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Rate_outside_the_unit_interval_is_refused(double rate) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        Masking.Apply(RandomBatches.Create(0), rate, RandomBatches.Special, new StepKey(1, 0), _masked, _positions));

    [Fact]
    public void A_vocabulary_without_a_mask_is_refused() => Assert.Contains("mask_token", Assert.Throws<ArgumentException>(() =>
        Masking.Apply(RandomBatches.Create(0), 0.3, RandomBatches.Special with { Mask = -1 }, new StepKey(1, 0), _masked, _positions)).Message, StringComparison.Ordinal);

    [Fact]
    public void Warm_masking_allocates_nothing()
    {
        var original = RandomBatches.Create(12);
        for (uint step = 0; step < 3; step++) Masking.Apply(original, 0.9, RandomBatches.Special, new StepKey(1, step), _masked, _positions);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint step = 3; step < 50; step++) Masking.Apply(original, 0.3, RandomBatches.Special, new StepKey(1, step), _masked, _positions);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tolerances.PooledBytes);
    }
}
