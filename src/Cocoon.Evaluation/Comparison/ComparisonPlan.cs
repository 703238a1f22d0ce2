using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>What a comparison consists of, in the order in which it is done: a function of its options alone, so that whoever goes on with it does the same.</summary>
/// <param name="Pretrainings">One for each competitor that is pretrained.</param>
/// <param name="FineTunings">One for each task and each model that is kept. The whole budget comes first, and a task after the other, so that what matters most is known soon.</param>
public sealed record ComparisonPlan(IReadOnlyList<PretrainingPart> Pretrainings, IReadOnlyList<FineTuningPart> FineTunings)
{
    /// <summary>The parts of a comparison.</summary>
    /// <param name="comparison">What is compared, without problems.</param>
    public static ComparisonPlan Of(ComparisonOptions comparison) => new(
        [.. comparison.Competitors.Where(c => c.Pretrained).Select(c => new PretrainingPart(c.Name))],
        [.. comparison.Fractions.Reverse().SelectMany(fraction => comparison.Tasks.SelectMany(task => comparison.Competitors.Where(c => c.Pretrained || fraction == 1)
            .Select(c => new FineTuningPart(c.Name, FractionOf(c, fraction), task.Task))))]);

    /// <summary>How many parts there are.</summary>
    public int Count => Pretrainings.Count + FineTunings.Count;

    /// <summary>The parts whose folder is named or lies in one that is, and the pretrainings that they need; everything if nothing is named.</summary>
    /// <param name="folders">Folders in that of the comparison, as <c>pretraining/electra</c> or <c>fine-tuning/electra/at-100</c>.</param>
    public ComparisonPlan Only(IReadOnlyCollection<string> folders)
    {
        if (folders.Count == 0) return this;
        bool IsNamed(string part) => folders.Any(f => part == f || part.StartsWith(f + "/", StringComparison.Ordinal));
        FineTuningPart[] fineTunings = [.. FineTunings.Where(p => IsNamed(p.Folder))];
        return new([.. Pretrainings.Where(p => IsNamed(p.Folder) || fineTunings.Any(f => f.Competitor == p.Competitor))], fineTunings);
    }

    /// <summary>The part of the budget that a competitor's model has seen when the others have seen a fraction of it: 0 without pretraining.</summary>
    public static double FractionOf(CompetitorOptions competitor, double fraction) => competitor.Pretrained ? fraction : 0;

    /// <summary>A fraction as people say it: <c>12.5%</c>.</summary>
    public static string Percent(double fraction) => (fraction * 100).ToString("0.####", CultureInfo.InvariantCulture) + "%";
}
