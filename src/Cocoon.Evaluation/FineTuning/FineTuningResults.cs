namespace Cocoon.Evaluation;

/// <summary>What all trainings of a run came to.</summary>
public sealed record FineTuningResults
{
    /// <summary>The task.</summary>
    public required string Task { get; init; }

    /// <summary>Names of the measures that count; the score is their mean.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Name of the trial whose model was kept: the best of the chosen setting.</summary>
    public required string Kept { get; init; }

    /// <summary>Scores of the chosen setting, over its seeds.</summary>
    public required Spread Score { get; init; }

    /// <summary>Each measure of the chosen setting, over its seeds.</summary>
    public required SortedDictionary<string, Spread> Measures { get; init; }

    /// <summary>Every training, in the order in which it ran.</summary>
    public required IReadOnlyList<TrialResult> Trials { get; init; }

    /// <summary>Sums up.</summary>
    /// <param name="task">The task.</param>
    /// <param name="trials">Every training.</param>
    /// <param name="chosen">One with the chosen setting.</param>
    public static FineTuningResults Of(TaskSettings task, IReadOnlyList<TrialResult> trials, TrialResult chosen)
    {
        var seeds = trials.Where(t => t.HasSettingOf(chosen)).ToList();
        var measures = new SortedDictionary<string, Spread>(StringComparer.Ordinal);
        foreach (string name in chosen.Measures.Keys) measures[name] = Spread.Of([.. seeds.Select(t => t.Measures[name])]);
        return new()
        {
            Task = task.Name, Metrics = task.Metrics, Kept = seeds.MaxBy(t => t.Score)!.Name, Score = Spread.Of([.. seeds.Select(t => t.Score)]), Measures = measures, Trials = trials,
        };
    }
}

/// <summary>Where numbers of several trainings lie.</summary>
/// <param name="Median">The middle one; of an even number, the mean of the two in the middle.</param>
/// <param name="Lowest">The lowest.</param>
/// <param name="Highest">The highest.</param>
/// <param name="Deviation">Standard deviation, with n − 1; 0 of a single one.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Mean">Their mean.</param>
public sealed record Spread(double Median, double Lowest, double Highest, double Deviation, int Count, double Mean)
{
    /// <summary>Sums numbers up, at least one.</summary>
    public static Spread Of(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, mean = sorted.Average();
        double deviation = sorted.Length > 1 ? Math.Sqrt(sorted.Sum(v => (v - mean) * (v - mean)) / (sorted.Length - 1)) : 0;
        return new(median, sorted[0], sorted[^1], deviation, sorted.Length, mean);
    }
}
