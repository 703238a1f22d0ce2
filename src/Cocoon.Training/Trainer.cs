using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Training;

/// <summary>The training loop. Its whole state is the step number, the parameters, the optimizer's moments, and which steps were skipped.</summary>
public sealed class Trainer : IDisposable
{
    private readonly IObjective _objective;
    private readonly IBatchSource _batches;
    private readonly ParameterStore _store;
    private readonly AdamW _optimizer;
    private readonly IKernels _kernels;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _time;
    private readonly ICollective _collective;
    private readonly Func<string, bool> _moves;
    private readonly Func<string, double> _learningRateShare;
    private readonly int _share; // micro-batches of a step that are this process's
    private readonly Arena _arena = new();
    private readonly Tape _tape;
    private readonly GradientTree _tree;
    private readonly MicroBatchLosses _losses = new();
    private readonly TokenBatch _batch = new();
    private readonly StepReport _report = new();

    /// <param name="objective">What is learned.</param>
    /// <param name="batches">Micro-batches by number.</param>
    /// <param name="store">The parameters, all declared by now.</param>
    /// <param name="optimizer">Moves them.</param>
    /// <param name="kernels">What computes.</param>
    /// <param name="options">Settings, without problems.</param>
    /// <param name="time">The clock behind <see cref="StepReport.Seconds"/>.</param>
    /// <param name="collective">The other processes; null for none. Rank r of R owns micro-batches r·K/R to (r + 1)·K/R − 1 of every step.</param>
    /// <exception cref="ArgumentException">The processes cannot share a step's micro-batches without changing the order of its sums.</exception>
    public Trainer(IObjective objective, IBatchSource batches, ParameterStore store, AdamW optimizer, IKernels kernels, TrainingOptions options, TimeProvider time,
        ICollective? collective = null)
    {
        (_objective, _batches, _store, _optimizer, _kernels, _options, _time) = (objective, batches, store, optimizer, kernels, options, time);
        (_collective, _moves, _learningRateShare) = (collective ?? new SingleProcess(), objective.Trains, objective.LearningRateShare);
        _share = options.Accumulate / _collective.Size;
        if (_collective.Size > 1 && (_share * _collective.Size != options.Accumulate || !int.IsPow2(_share)))
            throw new ArgumentException($"{_collective.Size} processes cannot share {options.Accumulate} micro-batches. Set training.accumulate to {_collective.Size} times a power of two.", nameof(collective));
        _tape = new(kernels, _arena, default);
        _tree = new(kernels, store);
        Skips = new(options.MaxSkips);
    }

    /// <summary>Native memory of activations and their gradients, in bytes.</summary>
    public long ActivationBytes => _arena.ReservedBytes;

    /// <summary>The steps that were skipped, and how many may be.</summary>
    public SkipBudget Skips { get; }

    /// <summary>Measures the operations of the steps to come; null: nothing is measured.</summary>
    public TapeProfile? Profile
    {
        get => _tape.Profile;
        set => _tape.Profile = value;
    }

    /// <summary>Trains from <paramref name="start"/> to the last step and yields a report after each; stop enumerating to stop training.</summary>
    /// <exception cref="TrainingHaltedException">Too many steps had a loss or gradient that was not finite. The last of them was reported before.</exception>
    public IEnumerable<StepReport> Steps(long start = 0)
    {
        for (long step = start; step < _options.Steps; step++)
        {
            Step(step);
            yield return _report;
            if (_report.Skipped && Skips.IsExceeded) throw TrainingHaltedException.After(_report, Skips);
        }
    }

    public void Dispose()
    {
        _arena.Dispose();
        _tree.Dispose();
    }

    private void Step(long step)
    {
        long began = _time.GetTimestamp(), heap = GC.GetTotalAllocatedBytes(), first = step * _options.Accumulate;
        _report.Begin(step, _options.LearningRateAt(step));
        _objective.Begin(step);
        _store.ClearGradients();
        long fault = 0;
        for (int micro = 0; micro < _share; micro++)
        {
            int place = _collective.Rank * _share + micro;
            if (!Accumulate(first + place)) fault = Math.Max(fault, _losses.Fault(_options.Accumulate - place));
            _tree.Add(last: micro == _share - 1, _losses.Row);
        }
        fault = Combine(fault);
        _losses.Report(_report, _options.Accumulate);
        double norm = _report.GradientNorm = GradientClipping.Norm(_kernels, _store) / _options.Accumulate;
        if (fault > 0) SkipFor(first, fault);
        else if (!double.IsFinite(norm) || !double.IsFinite(_report.Loss))
            Skip($"the {(double.IsFinite(norm) ? "loss" : "gradient")} of micro-batches {first} to {first + _options.Accumulate - 1} was not finite");
        else Update(step, norm);
        (_report.Seconds, _report.ManagedBytes) = (_time.GetElapsedTime(began).TotalSeconds, GC.GetTotalAllocatedBytes() - heap);
    }

    /// <returns>False if a loss is not finite: its gradients are not computed.</returns>
    private bool Accumulate(long number)
    {
        long began = _time.GetTimestamp();
        _arena.Reset();
        _tape.Reset(new StepKey(_options.Seed, checked((uint)number)));
        _batches.Read(number, _batch);
        bool isFinite = _losses.Take(_objective.Forward(_tape, _batch), _batch.Tokens, _batch.Sequences);
        long passed = _time.GetTimestamp();
        if (isFinite) _tape.Backward();
        _report.ForwardSeconds += _time.GetElapsedTime(began, passed).TotalSeconds;
        _report.BackwardSeconds += _time.GetElapsedTime(passed).TotalSeconds;
        return isFinite;
    }

    /// <summary>Sums over all processes, so that each of them decides alike.</summary>
    private long Combine(long fault)
    {
        if (_collective.Size == 1) return fault;
        for (int i = 0; i < _store.Parameters.Count; i++) _collective.Sum(_store.Parameters[i].Tensor.Grad);
        _collective.Sum(_losses.Row);
        return _collective.Max(fault);
    }

    private void Update(long step, double norm)
    {
        double clip = _options.ClipNorm > 0 ? GradientClipping.Scale(norm, _options.ClipNorm) : 1;
        _report.Clipped = clip < 1;
        _optimizer.Step(step, _report.LearningRate, clip / _options.Accumulate, _moves, _learningRateShare);
    }

    private void SkipFor(long first, long fault)
    {
        var (left, term) = _losses.Find(fault);
        Skip($"the loss '{term}' of micro-batch {first + _options.Accumulate - left} was not finite");
    }

    private void Skip(string reason)
    {
        _report.SkipReason = reason;
        Skips.Add(_report.Step);
    }
}
