using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class FactorizationTests
{
    private readonly IntList _targets = new(), _ranks = new();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(256)]
    public void Every_sequence_gets_an_order_of_its_targets_block_by_block(int blockSize)
    {
        for (uint number = 0; number < 500; number++)
        {
            var original = RandomBatches.Create(number);
            Masking.Choose(original, 0.4, RandomBatches.Special, new(new StepKey(1, number)), _targets);

            Factorization.Draw(original, _targets.Span, blockSize, new StepKey(1, number), _ranks);

            Assert.Equal(_targets.Count, _ranks.Count);
            for (int s = 0; s < original.Sequences; s++)
            {
                var (start, end) = (original.Starts.Span[s], original.Starts.Span[s + 1]);
                var own = _targets.Span.ToArray().Zip(_ranks.Span.ToArray()).Where(t => t.First >= start && t.First < end).OrderBy(t => t.Second).ToList();
                Assert.Equal(Enumerable.Range(0, own.Count), own.Select(t => t.Second));
                int[] blocks = [.. own.Select(t => (t.First - start) / blockSize)];
                Assert.Equal(blocks.Order(), blocks);
            }
        }
    }

    [Fact]
    public void Orders_are_equally_likely()
    {
        var text = new TokenBatch();
        text.Append([2, 7, 8, 9, 3]);
        text.EndSequence();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (uint step = 0; step < 1200; step++)
        {
            Factorization.Draw(text, [1, 2, 3], 256, new StepKey(5, step), _ranks);
            string order = string.Concat(_ranks.Span.ToArray());
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 140, 260));   // 200 each, a standard deviation of 13
    }

    [Fact]
    public void The_order_is_a_function_of_batch_and_key()
    {
        var original = RandomBatches.Create(12);
        Masking.Choose(original, 0.5, RandomBatches.Special, new(new StepKey(1, 1)), _targets);
        int[] Drawn(uint step)
        {
            Factorization.Draw(original, _targets.Span, 256, new StepKey(1, step), _ranks);
            return _ranks.Span.ToArray();
        }

        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
    }

    [Fact]
    public void Blocks_of_no_token_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Factorization.Draw(RandomBatches.Create(1), [], 0, default, _ranks));
}
