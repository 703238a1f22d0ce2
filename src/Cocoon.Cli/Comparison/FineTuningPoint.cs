using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary>What one fine-tuning of a comparison came to.</summary>
public sealed record FineTuningPoint
{
    /// <summary>Whose model was fine-tuned.</summary>
    public required string Competitor { get; init; }

    /// <summary>After which part of its budget; 0: with initial weights.</summary>
    public required double Fraction { get; init; }

    /// <summary>The task.</summary>
    public required string Task { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Mean of the measures that count, on the development data.</summary>
    public required double Score { get; init; }

    /// <summary>Steps that were taken.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps of the checkpoint that was best on the development data, whose measures these are.</summary>
    public required long BestStep { get; init; }

    /// <summary>All measures.</summary>
    public required IReadOnlyDictionary<string, double> Measures { get; init; }

    /// <summary>The fine-tunings of a part, one a seed; none while it is not complete.</summary>
    public static IEnumerable<FineTuningPoint> Of(FineTuningPart part, ComparisonFolder folder) =>
        FineTuningRun.ReadResults(folder.RunOf(part).Path)?.Trials.Select(trial => new FineTuningPoint
        {
            Competitor = part.Competitor, Fraction = part.Fraction, Task = part.Task, Seed = trial.Seed, Score = trial.Score, Steps = trial.Steps, BestStep = trial.BestStep, Measures = trial.Measures,
        }) ?? [];
}
