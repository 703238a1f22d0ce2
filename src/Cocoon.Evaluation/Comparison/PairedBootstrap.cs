using Cocoon.Determinism;

namespace Cocoon.Evaluation;

/// <summary>How far the mean difference between two competitors can be trusted: an interval from resampled tasks and seeds.</summary>
/// <remarks>
/// Efron and Tibshirani 1993, "An introduction to the bootstrap", chapters 8 and 13: tasks are drawn with replacement, and of each the seeds, since the scores of one
/// task belong together; the interval runs between percentiles of the means.
/// </remarks>
public static class PairedBootstrap
{
    /// <summary>How often tasks and seeds are drawn anew.</summary>
    public const int Draws = 10_000;

    /// <summary>Share of the means that lie in the interval.</summary>
    public const double Coverage = 0.95;

    /// <summary>The interval of the mean over tasks of the means over seeds.</summary>
    /// <param name="differences">A list for each task with one difference a seed; none is empty.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <returns>Its ends; null if there are fewer than two tasks, of which nothing can be drawn.</returns>
    public static (double Low, double High)? Interval(IReadOnlyList<IReadOnlyList<double>> differences, RandomStream random)
    {
        if (differences.Count < 2) return null;
        double[] means = new double[Draws];
        ulong word = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            double sum = 0;
            for (int i = 0; i < differences.Count; i++)
            {
                var task = differences[random.Below(differences.Count, word++)];
                double inTask = 0;
                for (int j = 0; j < task.Count; j++) inTask += task[random.Below(task.Count, word++)];
                sum += inTask / task.Count;
            }
            means[draw] = sum / differences.Count;
        }
        Array.Sort(means);
        int outside = (int)((1 - Coverage) / 2 * Draws);
        return (means[outside], means[^(outside + 1)]);
    }
}
