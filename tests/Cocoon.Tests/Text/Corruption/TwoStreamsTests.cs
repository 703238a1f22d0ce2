using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class TwoStreamsTests
{
    private const int Mask = 4;

    private readonly TwoStreams _streams = new();

    [Fact]
    public void A_sequence_is_its_known_tokens_then_targets_in_their_order_then_queries()
    {
        _streams.Arrange(Text([2, 5, 6, 7, 8, 3]), targets: [1, 3, 4], ranks: [2, 0, 1], Mask);

        Assert.Equal([2, 6, 3, 7, 8, 5, Mask, Mask, Mask], _streams.Batch.Ids.ToArray());
        Assert.Equal([0, 2, 5, 3, 4, 1, 1, 3, 4], _streams.Batch.Positions.ToArray());
        Assert.Equal([3, 3, 3, 4, 5, 6, 5, 3, 4], _streams.Seen.ToArray());
        Assert.Equal([6, 7, 8], _streams.Queries.ToArray());
    }

    [Fact]
    public void Without_an_order_no_target_is_seen_by_anybody()
    {
        _streams.Arrange(Text([2, 5, 6, 7, 3]), targets: [1, 3], ranks: [], Mask);

        Assert.Equal([2, 6, 3, Mask, Mask], _streams.Batch.Ids.ToArray());
        Assert.Equal([0, 2, 4, 1, 3], _streams.Batch.Positions.ToArray());
        Assert.Equal([3, 3, 3, 3, 3], _streams.Seen.ToArray());
    }

    [Fact]
    public void Both_mask_matrices_are_those_of_the_paper()
    {
        var (targets, ranks) = (new IntList(), new IntList());
        for (uint number = 0; number < 400; number++)
        {
            var original = RandomBatches.Create(number);
            Masking.Choose(original, 0.05 + number % 4 * 0.25, RandomBatches.Special, new(new StepKey(1, number)), targets);
            Factorization.Draw(original, targets.Span, 16, new StepKey(1, number), ranks);
            var rankOf = targets.Span.ToArray().Zip(ranks.Span.ToArray()).ToDictionary(t => t.First, t => t.Second);

            _streams.Arrange(original, targets.Span, ranks.Span, Mask);

            Assert.Equal(original.Tokens + targets.Count, _streams.Batch.Tokens);
            for (int s = 0; s < original.Sequences; s++) AssertMasks(original, s, rankOf);
            Assert.Equal(targets.Span.ToArray(), _streams.Queries.ToArray().Select(row => TextRow(original, row)));
        }
    }

    // Rank −1: known. i sees j where j is known or rank i > rank j; in the content stream a target also sees itself.
    private void AssertMasks(TokenBatch original, int sequence, Dictionary<int, int> rankOf)
    {
        int start = _streams.Batch.Starts.Span[sequence], end = _streams.Batch.Starts.Span[sequence + 1], length = original.Sequence(sequence).Length;
        for (int row = start; row < end; row++)
        {
            bool query = row >= start + length;
            int i = TextRow(original, row), rank = rankOf.GetValueOrDefault(i, -1);
            var seen = Enumerable.Range(start, _streams.Seen.Span[row]).ToArray();
            Assert.DoesNotContain(seen, other => other >= start + length);   // nobody sees a query
            Assert.Equal(query ? Mask : original.Ids.Span[i], _streams.Batch.Ids.Span[row]);
            Assert.True(!query || rank >= 0);

            var expected = Enumerable.Range(original.Starts.Span[sequence], length)
                .Where(j => rankOf.GetValueOrDefault(j, -1) is var other && (other < 0 || rank > other || (!query && i == j)));
            Assert.Equal(expected, seen.Select(other => TextRow(original, other)).Order());
            Assert.Equal(query, !seen.Select(other => TextRow(original, other)).Contains(i));
        }
    }

    private int TextRow(TokenBatch original, int row)
    {
        int sequence = 0;
        while (_streams.Batch.Starts.Span[sequence + 1] <= row) sequence++;
        return original.Starts.Span[sequence] + _streams.Batch.Positions.Span[row];
    }

    [Fact]
    public void What_is_no_order_or_leaves_nothing_known_is_refused()
    {
        string Refusal(int[] targets, int[] ranks) => Assert.Throws<ArgumentException>(() => _streams.Arrange(Text([2, 5, 6]), targets, ranks, Mask)).Message;

        Assert.Contains("2 targets have 1 ranks", Refusal([1, 2], [0]), StringComparison.Ordinal);
        Assert.Contains("Rank 1 is no place of its own", Refusal([1, 2], [1, 1]), StringComparison.Ordinal);
        Assert.Contains("Rank 2 is no place of its own", Refusal([1, 2], [0, 2]), StringComparison.Ordinal);
        Assert.Contains("would see nothing", Refusal([0, 1, 2], [0, 1, 2]), StringComparison.Ordinal);
    }

    private static TokenBatch Text(int[] tokens)
    {
        var text = new TokenBatch();
        text.Append(tokens);
        text.EndSequence();
        return text;
    }
}
