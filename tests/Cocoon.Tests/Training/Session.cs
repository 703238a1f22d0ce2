using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Training;

/// <summary>Everything that a training session needs, on the small task.</summary>
internal sealed class Session : IDisposable
{
    public static readonly TrainingOptions Options = new()
    {
        Steps = 12, Accumulate = 3, PeakLearningRate = 0.05, WarmupSteps = 3, LogEvery = 1, EvaluateEvery = 4, EvaluationBatches = 2, CheckpointEvery = 4,
    };

    private readonly ReferenceKernels _kernels = new();
    private readonly Trainer _trainer;
    private readonly HeldOutEvaluation _evaluation;

    public Session(string folder, TrainingOptions? options = null, uint[]? poisoned = null, Action? onEvaluate = null)
    {
        Directory.CreateDirectory(folder);
        options ??= Options;
        Folder = new(folder);
        Store = new(options.Seed);
        var task = new CountingTask(Store, 11) { PoisonedLosses = poisoned ?? [], OnEvaluate = onEvaluate ?? (() => { }) };
        Optimizer = new(_kernels, Store, options.Optimizer);
        _trainer = new(task, task, Store, Optimizer, _kernels, options, TimeProvider.System);
        _evaluation = new(task, task, options.EvaluationBatches, _kernels, options.Seed);
        Training = new(Folder, _trainer, Store, Optimizer, _evaluation, options, TimeProvider.System, Warnings.Add);
    }

    public RunFolder Folder { get; }

    public ParameterStore Store { get; }

    public AdamW Optimizer { get; }

    public TrainingSession Training { get; }

    public List<string> Warnings { get; } = [];

    /// <summary>Trains to the end, or to the end of step <paramref name="stopAfter"/>.</summary>
    public TrainingOutcome Run(long stopAfter = long.MaxValue)
    {
        using var stop = new CancellationTokenSource();
        return Training.Run(r => { if (r.Step >= stopAfter) stop.Cancel(); }, (_, _) => { }, limit: null, stop.Token);
    }

    /// <summary>Trains to the end of a step, and dies there.</summary>
    public void RunAndDie(long after) =>
        Assert.Throws<DeathException>(() => Training.Run(r => { if (r.Step >= after) throw new DeathException(); }, (_, _) => { }, limit: null, CancellationToken.None));

    /// <summary>What happened, as the run folder tells it.</summary>
    public IReadOnlyList<(string Kind, long Step, string Reason)> Events() =>
        [.. JsonLinesLog.Read(Folder.Events).Select(e => (e.GetProperty("event").GetString()!, e.GetProperty("step").GetInt64(), e.GetProperty("reason").GetString()!))];

    /// <summary>Weights and moments, to the bit.</summary>
    public byte[] Bits()
    {
        using var bytes = new MemoryStream();
        for (int i = 0; i < Store.Parameters.Count; i++)
        {
            bytes.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Store.Parameters[i].Tensor.Values));
            bytes.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Optimizer.FirstMoment(i)));
            bytes.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Optimizer.SecondMoment(i)));
        }
        return bytes.ToArray();
    }

    public void Dispose()
    {
        Training.Dispose();
        _evaluation.Dispose();
        _trainer.Dispose();
        Optimizer.Dispose();
        Store.Dispose();
        _kernels.Dispose();
    }

    private sealed class DeathException : Exception;
}
