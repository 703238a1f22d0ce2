namespace Cocoon.Training;

/// <summary>How a model is trained: how long, how fast, how often what happens.</summary>
public sealed record TrainingOptions
{
    /// <summary>Optimizer steps of the whole run; the schedule ends there.</summary>
    public long Steps { get; init; } = 10_000;

    /// <summary>Micro-batches K whose gradients are averaged in one step.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>Names every random number of the run.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Largest learning rate.</summary>
    public double PeakLearningRate { get; init; } = 5e-4;

    /// <summary>Steps in which the learning rate rises to its peak; 0 for none. A tenth of the steps is usual.</summary>
    public long WarmupSteps { get; init; }

    /// <summary>How the learning rate moves.</summary>
    public ScheduleShape Schedule { get; init; } = ScheduleShape.WarmupThenLinear;

    /// <summary>Largest norm of all gradients together; 0 for no clipping.</summary>
    public double ClipNorm { get; init; } = 2;

    /// <summary>The optimizer's settings.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>Steps between two lines in the log.</summary>
    public long LogEvery { get; init; } = 10;

    /// <summary>Steps between two evaluations on held-out text; 0 for none but the last.</summary>
    public long EvaluateEvery { get; init; } = 1_000;

    /// <summary>Batches of an evaluation.</summary>
    public int EvaluationBatches { get; init; } = 20;

    /// <summary>Steps between two checkpoints; there is always one at the end.</summary>
    public long CheckpointEvery { get; init; } = 1_000;

    /// <summary>How many of the newest checkpoints are kept, at least 2.</summary>
    public int KeepLast { get; init; } = 2;

    /// <summary>Checkpoints whose step is a multiple of this are kept for ever; 0 for none.</summary>
    public long KeepEvery { get; init; }

    /// <summary>Steps after which a checkpoint is saved, evaluated and kept for ever, besides all others: to compare models in the course of a run.</summary>
    public StepSet KeepAt { get; init; } = [];

    /// <summary>Steps that may be skipped because of a non-finite loss or gradient, in any 1,000 consecutive steps; one more ends the run.</summary>
    public int MaxSkips { get; init; } = 5;

    /// <summary>Learning rate of a step.</summary>
    public double LearningRateAt(long step) => LearningRateSchedule.At(Schedule, PeakLearningRate, WarmupSteps, Steps, step);

    /// <summary>Every reason why these settings cannot be used.</summary>
    /// <param name="path">Where they stand in the recipe.</param>
    public IEnumerable<RecipeProblem> Problems(string path)
    {
        if (Steps < 1) yield return new($"{path}.steps", $"{Steps} is not a number of steps.", "Use at least 1.");
        if (Accumulate < 1) yield return new($"{path}.accumulate", $"{Accumulate} is not a number of micro-batches.", "Use at least 1.");
        if (Steps > 0 && Accumulate > 0 && Steps > uint.MaxValue / Accumulate) yield return new($"{path}.steps", "Micro-batches are numbered up to 2^32.", "Use fewer steps, or larger batches.");
        if (PeakLearningRate is not (> 0 and < 10)) yield return new($"{path}.peakLearningRate", $"{PeakLearningRate} is not a learning rate.", "Use 5e-4.");
        if (WarmupSteps < 0 || WarmupSteps > Steps) yield return new($"{path}.warmupSteps", $"{WarmupSteps} warm-up steps do not fit into {Steps} steps.", "Use a tenth of the steps.");
        if (ClipNorm is not (>= 0 and < double.PositiveInfinity)) yield return new($"{path}.clipNorm", $"{ClipNorm} is not a norm.", "Use 2, or 0 for no clipping.");
        if (LogEvery < 1) yield return new($"{path}.logEvery", $"{LogEvery} is not a number of steps.", "Use 10.");
        if (EvaluateEvery < 0) yield return new($"{path}.evaluateEvery", $"{EvaluateEvery} is not a number of steps.", "Use 1000, or 0 for the end only.");
        if (EvaluationBatches < 1) yield return new($"{path}.evaluationBatches", $"{EvaluationBatches} is not a number of batches.", "Use 20.");
        if (CheckpointEvery < 1) yield return new($"{path}.checkpointEvery", $"{CheckpointEvery} is not a number of steps.", "Use 1000.");
        if (KeepLast < 2) yield return new($"{path}.keepLast", $"{KeepLast} is too few: if the newest is damaged, the one before it is needed.", "Use at least 2.");
        if (KeepEvery < 0) yield return new($"{path}.keepEvery", $"{KeepEvery} is not a number of steps.", "Use 0 for none.");
        foreach (long step in KeepAt)
            if (step < 1 || step > Steps) yield return new($"{path}.keepAt", $"There is no step {step} among {Steps}.", "Steps taken so far are counted, from 1 to training.steps.");
        if (MaxSkips < 0) yield return new($"{path}.maxSkips", $"{MaxSkips} is not a number of steps.", "Use 5.");
        foreach (var problem in Optimizer.Problems($"{path}.optimizer")) yield return problem;
    }
}
