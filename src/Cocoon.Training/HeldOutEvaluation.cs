using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Training;

/// <summary>Measures an objective on text that it was not trained on: always the same batches with the same corruption, so that evaluations compare.</summary>
/// <param name="objective">What is measured.</param>
/// <param name="batches">Held-out batches by number.</param>
/// <param name="count">How many are used.</param>
/// <param name="kernels">What computes.</param>
/// <param name="seed">Names the random numbers of the corruption; kept apart from those of training.</param>
public sealed class HeldOutEvaluation(IObjective objective, IBatchSource batches, int count, IKernels kernels, ulong seed) : IHeldOutEvaluation, IDisposable
{
    private readonly Arena _arena = new();
    private readonly TokenBatch _batch = new();

    /// <summary>The measure whose lowest value marks the best checkpoint.</summary>
    public const string Loss = "loss";

    /// <inheritdoc/>
    public SortedDictionary<string, double>? Run(CancellationToken cancellation = default)
    {
        var metrics = new MetricSet();
        for (int i = 0; i < count; i++)
        {
            if (cancellation.IsCancellationRequested) return null;
            _arena.Reset();
            batches.Read(i, _batch);
            objective.Evaluate(new Tape(kernels, _arena, new StepKey(~seed, (uint)i), training: false), _batch, metrics);
        }
        return metrics.Values();
    }

    /// <inheritdoc/>
    public double LossOf(IReadOnlyDictionary<string, double> measures) => measures.GetValueOrDefault(Loss, double.NaN);

    public void Dispose() => _arena.Dispose();
}
