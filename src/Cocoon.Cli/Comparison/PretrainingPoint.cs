using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary>Where a competitor's pretraining stands after a part of its budget.</summary>
public sealed record PretrainingPoint
{
    /// <summary>Its name.</summary>
    public required string Competitor { get; init; }

    /// <summary>The part of the budget, in (0, 1].</summary>
    public required double Fraction { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Steps { get; init; }

    /// <summary>Tokens seen at most.</summary>
    public required long Tokens { get; init; }

    /// <summary>Floating-point operations of the matrix products of these steps.</summary>
    public required double Flops { get; init; }

    /// <summary>Seconds that these steps took: the mean of the logged ones times their number. Null if none was logged.</summary>
    public double? Seconds { get; init; }

    /// <summary>Measures on held-out text, by name; empty if there is none.</summary>
    public required IReadOnlyDictionary<string, double> HeldOut { get; init; }

    /// <summary>The points that a run has reached; none without pretraining.</summary>
    /// <param name="competitor">Whose run it is.</param>
    /// <param name="fractions">The fractions of its steps.</param>
    /// <param name="folder">The comparison.</param>
    public static IEnumerable<PretrainingPoint> Of(Competitor competitor, IReadOnlyList<double> fractions, ComparisonFolder folder)
    {
        var run = folder.RunOf(new PretrainingPart(competitor.Name));
        var (metrics, timing, plan) = (MetricsLog.Read(run.Metrics), MetricsLog.Read(run.Timing), PretrainingPlan.Of(competitor.Recipe));
        foreach (var (fraction, steps) in fractions.Zip(competitor.StepsAt))
        {
            if (!(metrics.LastStep >= steps - 1)) yield break;
            var logged = timing["seconds"].Points.Where(p => p.Step < steps).Select(p => p.Value).ToList();
            yield return new()
            {
                Competitor = competitor.Name, Fraction = fraction, Steps = steps, Tokens = steps * plan.TokensPerStep, Flops = plan.FlopsBefore(steps),
                Seconds = logged.Count > 0 ? logged.Average() * steps : null, HeldOut = HeldOutAt(metrics, steps - 1),
            };
        }
    }

    private static SortedDictionary<string, double> HeldOutAt(MetricsLog metrics, long step)
    {
        const string Evaluated = "eval.";
        var measures = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (string name in metrics.Names.Where(n => n.StartsWith(Evaluated, StringComparison.Ordinal)))
            foreach (var (_, value) in metrics[name].Points.Where(p => p.Step == step)) measures[name[Evaluated.Length..]] = value;
        return measures;
    }
}
