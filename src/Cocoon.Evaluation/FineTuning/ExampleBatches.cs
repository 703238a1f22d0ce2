using Cocoon.Determinism;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>Training batches of a task without end: every epoch holds each sequence once, in an order of its own.</summary>
/// <remarks>As <see cref="PackedSequences"/>: batch n takes the sequences n · S to n · S + S − 1 of the endless chain of epochs, so the order is a function of
/// (seed, epoch), nothing is shuffled, and resuming is a seek. A batch may span the end of an epoch.</remarks>
/// <param name="sequences">All sequences, at least one.</param>
/// <param name="perBatch">Sequences S in a batch.</param>
/// <param name="seed">Which order.</param>
/// <param name="segments">Whether the model has a vector for each part of a pair.</param>
public sealed class ExampleBatches(IReadOnlyList<EncodedSequence> sequences, int perBatch, ulong seed, bool segments) : IBatchSource
{
    /// <inheritdoc/>
    public void Read(long index, TokenBatch batch)
    {
        batch.Clear();
        long first = checked(index * perBatch), ordered = -1;
        Permutation order = default;
        for (long place = first; place < first + perBatch; place++)
        {
            var (epoch, within) = Math.DivRem(place, sequences.Count);
            if (epoch != ordered) (ordered, order) = (epoch, new(sequences.Count, new RandomStream(seed, checked((uint)epoch), Streams.Order)));
            int source = (int)order[within];
            sequences[source].AppendTo(batch, source, segments);
        }
    }

    /// <inheritdoc/>
    public double EpochsBefore(long index) => (double)index * perBatch / sequences.Count;
}
