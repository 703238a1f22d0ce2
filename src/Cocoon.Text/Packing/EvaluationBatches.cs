namespace Cocoon.Text;

/// <summary>The first sequences of a shard set, in their order: the same batches in every evaluation.</summary>
public sealed class EvaluationBatches : IBatchSource
{
    private readonly SequenceTable _table;
    private readonly int _sequencesPerBatch;

    /// <summary>Divides the documents of a shard set into sequences, as <see cref="PackedSequences"/> does.</summary>
    /// <param name="shards">Held-out text; stays open as long as batches are read.</param>
    /// <param name="sequenceLength">Most tokens L in a sequence, with its special tokens; at least 3.</param>
    /// <param name="sequencesPerBatch">Sequences S in a batch; the last batch may have fewer.</param>
    /// <param name="special">The ids of [CLS] and [SEP].</param>
    /// <param name="sequences">How many sequences to use; all if there are fewer.</param>
    public EvaluationBatches(ShardSet shards, int sequenceLength, int sequencesPerBatch, SpecialTokens special, int sequences = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequencesPerBatch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequences, 1);
        _table = new SequenceTable(shards, sequenceLength, special);
        _sequencesPerBatch = sequencesPerBatch;
        Sequences = Math.Min(sequences, _table.Count);
        Batches = (Sequences - 1) / sequencesPerBatch + 1;
    }

    /// <summary>Number of sequences evaluated.</summary>
    public int Sequences { get; }

    /// <summary>Number of batches that hold them once; batch <see cref="Batches"/> is batch 0 again.</summary>
    public int Batches { get; }

    /// <inheritdoc/>
    public void Read(long index, TokenBatch batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        batch.Clear();
        int first = (int)(index % Batches) * _sequencesPerBatch;
        int end = Math.Min(Sequences, first + _sequencesPerBatch);
        for (int s = first; s < end; s++) _table.AppendTo(batch, s);
    }

    /// <inheritdoc/>
    public double EpochsBefore(long index) => (double)index / Batches;
}
