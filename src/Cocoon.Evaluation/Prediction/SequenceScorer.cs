using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>Runs a model with its head over sequences, as it is used: no dropout, batch by batch. Not for several threads at once.</summary>
/// <param name="kernels">What computes; not disposed with this.</param>
/// <param name="model">The model.</param>
public sealed class SequenceScorer(IKernels kernels, FineTuningModel model) : IDisposable
{
    private const int TokensOfBatch = 2048;

    private readonly Arena _arena = new();
    private readonly TokenBatch _batch = new();
    private double _loss;
    private int _counted;

    /// <summary>The scores of sequences, in their order.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="progress">Told the number of sequences that are done.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>Scores row by row: one row a sequence, or one a token, as the head has it; and the mean loss of those that have targets, NaN if none has.
    /// Null if it was canceled.</returns>
    public (IReadOnlyList<float[]> Scores, double Loss)? Score(IReadOnlyList<EncodedSequence> sequences, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        var scores = new List<float[]>(sequences.Count);
        (_loss, _counted) = (0, 0);
        while (scores.Count < sequences.Count)
        {
            if (cancellation.IsCancellationRequested) return null;
            _batch.Clear();
            for (int next = scores.Count; next < sequences.Count && _batch.Tokens < TokensOfBatch; next++) sequences[next].AppendTo(_batch, next, model.HasSegments);
            Read(sequences, scores);
            progress?.Invoke(scores.Count);
        }
        return (scores, _counted == 0 ? double.NaN : _loss / _counted);
    }

    /// <summary>Frees the memory of the passes.</summary>
    public void Dispose() => _arena.Dispose();

    private void Read(IReadOnlyList<EncodedSequence> sequences, List<float[]> scores)
    {
        _arena.Reset();
        var tape = new Tape(kernels, _arena, default, training: false);
        var rows = model.Forward(tape, _batch);
        var starts = model.Head.Rows(_batch) is null ? _batch.Starts.Span : default;
        var read = new List<EncodedSequence>(_batch.Sequences);
        foreach (int source in _batch.Sources.Span) read.Add(sequences[source]);
        for (int s = 0; s < read.Count; s++)
        {
            var (first, end) = starts.IsEmpty ? (s, s + 1) : (starts[s], starts[s + 1]);
            scores.Add(rows.Values[(first * rows.Columns)..(end * rows.Columns)].ToArray());
        }
        if (!read.TrueForAll(s => s.HasTarget)) return;
        _loss += (double)model.Head.Loss(tape, rows, _batch, read).Values[0] * read.Count;
        _counted += read.Count;
    }
}
