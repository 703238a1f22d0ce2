using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Training batches without end: every epoch holds each sequence once, in an order of its own. Thread-safe.</summary>
/// <remarks>
/// Batch <c>index</c> takes sequences <c>index · S</c> to <c>index · S + S − 1</c> of the endless chain of epochs; the order
/// within an epoch is a <see cref="Permutation"/> keyed by (seed, epoch), so nothing is shuffled, stored or skipped on resuming.
/// A batch that spans the end of an epoch may hold a sequence twice.
/// A sequence is <c>[CLS] piece [SEP] (document [SEP])*</c> of at most L tokens; documents are packed whole after the end of
/// another, and cut only if they are longer than L − 2. Batches are not padded, so their number of tokens varies.
/// Deviation from RoBERTa and COCO-LM, whose blocks are contiguous and full: shorter sequences, but no text without its beginning
/// except inside long documents.
/// </remarks>
public sealed class PackedSequences : IBatchSource
{
    private readonly SequenceTable _table;
    private readonly ulong _seed;

    /// <summary>Divides the documents of a shard set into sequences.</summary>
    /// <param name="shards">Prepared text; stays open as long as batches are read.</param>
    /// <param name="sequenceLength">Most tokens L in a sequence, with its special tokens; at least 3.</param>
    /// <param name="sequencesPerBatch">Sequences S in a batch; at least 1.</param>
    /// <param name="seed">Which order.</param>
    /// <param name="special">The ids of [CLS] and [SEP].</param>
    /// <exception cref="ShardException">The set has fewer sequences than a batch.</exception>
    public PackedSequences(ShardSet shards, int sequenceLength, int sequencesPerBatch, ulong seed, SpecialTokens special)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequencesPerBatch, 1);
        _table = new SequenceTable(shards, sequenceLength, special);
        (_seed, SequencesPerBatch) = (seed, sequencesPerBatch);
        if (_table.Count < sequencesPerBatch)
            throw new ShardException(shards.Folder, $"The set has {_table.Count} sequences of at most {sequenceLength} tokens, fewer than a batch of {sequencesPerBatch}. Take smaller batches or shorter sequences, or prepare more text.");
    }

    /// <summary>Number of sequences in an epoch.</summary>
    public int Sequences => _table.Count;

    /// <summary>Number of sequences in a batch.</summary>
    public int SequencesPerBatch { get; }

    /// <inheritdoc/>
    public void Read(long index, TokenBatch batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        batch.Clear();
        long first = checked(index * SequencesPerBatch);
        long ordered = -1;
        Permutation order = default;
        for (long place = first; place < first + SequencesPerBatch; place++)
        {
            var (epoch, within) = Math.DivRem(place, Sequences);
            if (epoch != ordered) (ordered, order) = (epoch, OrderOf(epoch));
            _table.AppendTo(batch, (int)order[within]);
        }
    }

    /// <inheritdoc/>
    public double EpochsBefore(long index) => (double)index * SequencesPerBatch / Sequences;

    private Permutation OrderOf(long epoch) => new(Sequences, new RandomStream(_seed, checked((uint)epoch), Streams.Order));
}
