using Cocoon.Determinism;
using Cocoon.Training;

namespace Cocoon.Evaluation;

/// <summary>Hyper-parameters to choose among: every combination is trained once with the first seed, and the best on the development data with all seeds.</summary>
public sealed record SearchOptions
{
    private const long MostCombinations = 1 << 20;

    /// <summary>Learning rates to try; empty: the one of the recipe.</summary>
    public IReadOnlyList<double> PeakLearningRate { get; init; } = [];

    /// <summary>Numbers of epochs to try.</summary>
    public IReadOnlyList<double> Epochs { get; init; } = [];

    /// <summary>Batch sizes to try.</summary>
    public IReadOnlyList<int> BatchSize { get; init; } = [];

    /// <summary>Warm-up rates to try.</summary>
    public IReadOnlyList<double> WarmupRate { get; init; } = [];

    /// <summary>Most combinations to try, drawn evenly from all; 0: all.</summary>
    public int Budget { get; init; }

    /// <summary>The settings to try, in the order of the lists; at least one.</summary>
    /// <param name="options">What is not searched.</param>
    public IReadOnlyList<FineTuningOptions> Candidates(FineTuningOptions options)
    {
        var all = new List<FineTuningOptions>();
        foreach (double rate in Or(PeakLearningRate, options.PeakLearningRate))
            foreach (double epochs in Or(Epochs, options.Epochs))
                foreach (int batch in Or(BatchSize, options.BatchSize))
                    foreach (double warmup in Or(WarmupRate, options.WarmupRate))
                        all.Add(options with { PeakLearningRate = rate, Epochs = epochs, BatchSize = batch, WarmupRate = warmup, Search = new() });
        if (Budget == 0 || Budget >= all.Count) return all;
        var order = new Permutation(all.Count, new RandomStream(0, 0, Streams.Order));
        return [.. Enumerable.Range(0, Budget).Select(i => (int)order[i]).Order().Select(i => all[i])];
    }

    /// <summary>Every reason why these cannot be used.</summary>
    public IEnumerable<RecipeProblem> Problems()
    {
        if (Budget < 0) yield return new("search.budget", $"{Budget} is not a number of trainings.", "Use 0 for all.");
        long combinations = 1;
        foreach (int count in new[] { PeakLearningRate.Count, Epochs.Count, BatchSize.Count, WarmupRate.Count }) combinations = Math.Min(MostCombinations + 1, combinations * Math.Max(1, count));
        if (combinations > MostCombinations) yield return new("search", "There are more than a million combinations.", "Try fewer values.");
    }

    private static IReadOnlyList<T> Or<T>(IReadOnlyList<T> values, T value) => values.Count > 0 ? values : [value];
}
