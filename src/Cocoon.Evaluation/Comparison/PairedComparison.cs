using Cocoon.Determinism;

namespace Cocoon.Evaluation;

/// <summary>Whether one competitor is better than another, or only seems so.</summary>
/// <param name="Pairs">Results of equal task and seed that both have.</param>
/// <param name="Difference">Mean over tasks of the mean difference over seeds.</param>
/// <param name="P">Two-sided p-value of <see cref="SignFlipTest"/> over the pairs: could the seeds of the fine-tunings have made this difference?</param>
/// <param name="Interval">From <see cref="PairedBootstrap"/>: how the difference varies over tasks and seeds; null with fewer than two tasks.</param>
/// <remarks>Each competitor was pretrained once: neither number knows how far another seed of pretraining would have come.</remarks>
public sealed record PairedComparison(int Pairs, double Difference, double P, (double Low, double High)? Interval)
{
    /// <summary>Compares; null if there is no pair.</summary>
    /// <param name="differences">A list for each task with one difference a seed, from <see cref="ScoreTable.Differences"/>.</param>
    public static PairedComparison? Of(IReadOnlyList<IReadOnlyList<double>> differences)
    {
        if (differences.Count == 0) return null;
        double[] weighted = [.. differences.SelectMany(task => task.Select(d => d / (task.Count * differences.Count)))];
        return new(weighted.Length, weighted.Sum(), SignFlipTest.P(weighted, new(0, 0, Streams.SignFlips)), PairedBootstrap.Interval(differences, new(0, 0, Streams.Resampling)));
    }
}
