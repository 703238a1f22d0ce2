using Cocoon.Testing;
using Cocoon.Tests.Text.Shards;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Packing;

public sealed class PackedSequencesTests(ShardFixture fixture) : IClassFixture<ShardFixture>
{
    private static readonly SpecialTokens s_special = SpecialTokens.First5;
    private readonly TokenBatch _batch = new();

    [Theory]
    [InlineData(3, 4)]
    [InlineData(16, 7)]
    [InlineData(64, 5)]
    [InlineData(500, 2)]
    public void Each_document_is_used_exactly_once_per_epoch(int sequenceLength, int sequencesPerBatch)
    {
        int[][] documents = Numbered(ShardFixture.Documents(120, 90));
        using var set = ShardSet.Open(fixture.Write(documents, ShardFixture.SmallShards with { VocabularySize = 1 << 20 }));
        var source = new PackedSequences(set, sequenceLength, sequencesPerBatch, seed: 1, s_special);

        for (int epoch = 0; epoch < 3; epoch++)
        {
            var tokens = new List<int>();
            foreach (int[] sequence in SequencesOfEpoch(source, epoch))
            {
                Assert.InRange(sequence.Length, 3, sequenceLength);
                Assert.Equal(s_special.Classify, sequence[0]);
                Assert.Equal(s_special.Separate, sequence[^1]);
                tokens.AddRange(sequence.Where(id => !s_special.Contains(id)));
            }

            // Ids were numbered through, so sorting restores the corpus: nothing is lost and nothing is doubled.
            Assert.Equal(documents.SelectMany(d => d), tokens.Order());
        }
    }

    [Fact]
    public void Documents_are_packed_whole_and_cut_only_if_they_must_be()
    {
        int[][] documents = Numbered([new int[20], new int[3], new int[2], new int[9], new int[10], new int[8], new int[1]]);
        using var set = ShardSet.Open(fixture.Write(documents));
        var source = new EvaluationBatches(set, sequenceLength: 12, sequencesPerBatch: 100, s_special);

        source.Read(0, _batch);

        // 20 = 10 + 10, both full. 3 and 2: 1 + 3 + 1 + 2 + 1 = 8, and 9 + 1 do not fit. 9: 11, nothing fits. 10: 12. 8 and 1: 1 + 8 + 1 + 1 + 1 = 12.
        Assert.Equal([12, 12, 8, 11, 12, 12], Enumerable.Range(0, _batch.Sequences).Select(s => _batch.Sequence(s).Length));
        Assert.Equal([2, 25, 26, 27, 3, 28, 29, 3], _batch.Sequence(2).ToArray());
        Assert.Equal([2, .. Enumerable.Range(49, 8), 3, 57, 3], _batch.Sequence(5).ToArray());
    }

    [Fact]
    public void A_batch_is_a_pure_function_of_its_number()
    {
        using var set = ShardSet.Open(fixture.Write(ShardFixture.Documents(100, 90)));
        var source = new PackedSequences(set, 32, 6, seed: 1, s_special);
        var sequential = new List<int[]>();
        for (int i = 0; i < 60; i++)
        {
            source.Read(i, _batch);
            sequential.Add([.. _batch.Ids.ToArray(), .. _batch.Starts.ToArray()]);
        }

        var other = new PackedSequences(set, 32, 6, seed: 1, s_special);
        foreach (int i in (int[])[59, 3, 31, 0, 58, 3])
        {
            other.Read(i, _batch);
            int[] read = [.. _batch.Ids.ToArray(), .. _batch.Starts.ToArray()];
            Assert.Equal(sequential[i], read);
        }
        Assert.Equal(60, sequential.Select(ids => string.Join(' ', ids)).Distinct().Count());
    }

    [Fact]
    public void Epochs_and_seeds_have_orders_of_their_own()
    {
        using var set = ShardSet.Open(fixture.Write(ShardFixture.Documents(100, 90)));
        var source = new PackedSequences(set, 32, 6, seed: 1, s_special);
        var other = new PackedSequences(set, 32, 6, seed: 2, s_special);

        var first = SequencesOfEpoch(source, 0).Select(s => string.Join(' ', s)).ToList();
        var second = SequencesOfEpoch(source, 1).Select(s => string.Join(' ', s)).ToList();
        var seeded = SequencesOfEpoch(other, 0).Select(s => string.Join(' ', s)).ToList();

        Assert.NotEqual(first, second);
        Assert.NotEqual(first, seeded);
        Assert.Equal(first.Order(), second.Order());
        Assert.Equal(first.Order(), seeded.Order());
    }

    [Fact]
    public void Epochs_are_counted_in_sequences()
    {
        using var set = ShardSet.Open(fixture.Write(ShardFixture.Documents(100, 90)));
        var source = new PackedSequences(set, 32, 6, seed: 1, s_special);

        Assert.Equal(0, source.EpochsBefore(0));
        Assert.Equal(6.0 / source.Sequences, source.EpochsBefore(1), 12);
        Assert.Equal(6, source.EpochsBefore(source.Sequences), 12);
    }

    [Fact]
    public void Less_text_than_a_batch_is_refused_in_words()
    {
        using var set = ShardSet.Open(fixture.Write([[7, 8, 9], [10]]));

        var e = Assert.Throws<ShardException>(() => new PackedSequences(set, 16, 2, seed: 1, s_special));

        Assert.Contains("1 sequences of at most 16 tokens, fewer than a batch of 2", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedSequences(set, 2, 1, seed: 1, s_special));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedSequences(set, 16, 1, seed: 1, s_special with { Separate = 1000 }));
    }

    [Fact]
    public void Evaluation_takes_the_first_sequences_in_order_and_the_same_every_time()
    {
        int[][] documents = Numbered(ShardFixture.Documents(50, 30));
        using var set = ShardSet.Open(fixture.Write(documents, ShardFixture.SmallShards with { VocabularySize = 1 << 20 }));
        var source = new EvaluationBatches(set, 32, 4, s_special, sequences: 10);
        var ids = new List<int>();

        for (int i = 0; i < source.Batches; i++)
        {
            source.Read(i, _batch);
            Assert.Equal(i < 2 ? 4 : 2, _batch.Sequences);
            ids.AddRange(_batch.Ids.ToArray().Where(id => !s_special.Contains(id)));
        }

        Assert.Equal((10, 3), (source.Sequences, source.Batches));
        Assert.Equal(documents.SelectMany(d => d).Take(ids.Count), ids);
        source.Read(3, _batch);
        Assert.Equal(ids[0], _batch.Ids.Span[1]);
    }

    [Fact]
    public void Warm_reading_allocates_nothing()
    {
        using var set = ShardSet.Open(fixture.Write(ShardFixture.Documents(100, 90)));
        var source = new PackedSequences(set, 32, 6, seed: 1, s_special);
        for (int i = 0; i < 100; i++) source.Read(i, _batch);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) source.Read(i, _batch);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tolerances.PooledBytes);
    }

    private List<int[]> SequencesOfEpoch(PackedSequences source, int epoch)
    {
        var sequences = new List<int[]>();
        long first = (long)epoch * source.Sequences, end = first + source.Sequences;
        for (long index = first / source.SequencesPerBatch; index * source.SequencesPerBatch < end; index++)
        {
            source.Read(index, _batch);
            Assert.Equal(source.SequencesPerBatch, _batch.Sequences);
            for (int s = 0; s < _batch.Sequences; s++)
            {
                long place = index * source.SequencesPerBatch + s;
                if (place >= first && place < end) sequences.Add(_batch.Sequence(s).ToArray());
            }
        }
        return sequences;
    }

    // Numbers the tokens of a corpus through, from 5: each is unique.
    private static int[][] Numbered(int[][] documents)
    {
        int next = 5;
        return [.. documents.Select(d => d.Select(_ => next++).ToArray())];
    }
}
