using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Training;

/// <summary>The training loop. Its whole state is the step number, the parameters and the optimizer's moments.</summary>
public sealed class Trainer : IDisposable
{
    private const long SkipWindow = 1_000; // steps over which skips are counted

    private readonly IObjective _objective;
    private readonly IBatchSource _batches;
    private readonly ParameterStore _store;
    private readonly AdamW _optimizer;
    private readonly IKernels _kernels;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _time;
    private readonly Arena _arena = new();
    private readonly Tape _tape;
    private readonly GradientTree _tree;
    private readonly TokenBatch _batch = new();
    private readonly StepReport _report = new();
    private readonly Queue<long> _skips = new();

    /// <param name="objective">What is learned.</param>
    /// <param name="batches">Micro-batches by number.</param>
    /// <param name="store">The parameters, all declared by now.</param>
    /// <param name="optimizer">Moves them.</param>
    /// <param name="kernels">What computes.</param>
    /// <param name="options">Settings, without problems.</param>
    /// <param name="time">The clock behind <see cref="StepReport.Seconds"/>.</param>
    public Trainer(IObjective objective, IBatchSource batches, ParameterStore store, AdamW optimizer, IKernels kernels, TrainingOptions options, TimeProvider time)
    {
        (_objective, _batches, _store, _optimizer, _kernels, _options, _time) = (objective, batches, store, optimizer, kernels, options, time);
        _tape = new(kernels, _arena, default);
        _tree = new(kernels, store);
    }

    /// <summary>Native memory of activations and their gradients, in bytes.</summary>
    public long ActivationBytes => _arena.ReservedBytes;

    /// <summary>Trains from <paramref name="start"/> to the last step and yields a report after each; stop enumerating to stop training.</summary>
    /// <exception cref="TrainingHaltedException">Too many steps in a row had a loss or gradient that was not finite.</exception>
    public IEnumerable<StepReport> Steps(long start = 0)
    {
        for (long step = start; step < _options.Steps; step++) yield return Step(step);
    }

    public void Dispose()
    {
        _arena.Dispose();
        _tree.Dispose();
    }

    private StepReport Step(long step)
    {
        long began = _time.GetTimestamp();
        _report.Begin(step, _options.LearningRateAt(step));
        _store.ClearGradients();
        for (int micro = 0; micro < _options.Accumulate; micro++)
        {
            Accumulate(step * _options.Accumulate + micro);
            _tree.Add(last: micro == _options.Accumulate - 1);
        }
        double norm = _report.GradientNorm = GradientClipping.Norm(_kernels, _store) / _options.Accumulate;
        if (double.IsFinite(norm) && double.IsFinite(_report.Loss))
            _optimizer.Step(step, _report.LearningRate, (_options.ClipNorm > 0 ? GradientClipping.Scale(norm, _options.ClipNorm) : 1) / _options.Accumulate);
        else Skip(step);
        _report.Seconds = _time.GetElapsedTime(began).TotalSeconds;
        return _report;
    }

    private void Accumulate(long number)
    {
        _arena.Reset();
        _tape.Reset(new StepKey(_options.Seed, checked((uint)number)));
        _batches.Read(number, _batch);
        var terms = _objective.Forward(_tape, _batch);
        for (int i = 0; i < terms.Count; i++)
        {
            var (name, value, weight) = terms[i];
            value.Grad[0] += weight;
            double share = (double)value.Values[0] / _options.Accumulate;
            _report.Add(name, share, weight);
            _report.Loss += weight * share;
        }
        _tape.Backward();
        (_report.Tokens, _report.Sequences) = (_report.Tokens + _batch.Tokens, _report.Sequences + _batch.Sequences);
    }

    /// <summary>Leaves the weights alone; a bounded number of times.</summary>
    private void Skip(long step)
    {
        _report.Skipped = true;
        while (_skips.TryPeek(out long first) && first <= step - SkipWindow) _skips.Dequeue();
        _skips.Enqueue(step);
        if (_skips.Count > _options.MaxSkips)
            throw new TrainingHaltedException(step, $"Step {step}: a loss or gradient was not finite, as in {_skips.Count - 1} of the {SkipWindow} steps before. Lower training.peakLearningRate, or raise training.maxSkips.");
    }
}
