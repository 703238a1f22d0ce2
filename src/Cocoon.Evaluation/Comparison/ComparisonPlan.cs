using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>What a comparison consists of, in the order in which it is done: a function of its options alone, so that whoever goes on with it does the same.</summary>
/// <param name="Pretrainings">One for each competitor that is pretrained.</param>
public sealed record ComparisonPlan(IReadOnlyList<PretrainingPart> Pretrainings)
{
    /// <summary>The parts of a comparison.</summary>
    /// <param name="comparison">What is compared, without problems.</param>
    public static ComparisonPlan Of(ComparisonOptions comparison) => new([.. comparison.Competitors.Where(c => c.Pretrained).Select(c => new PretrainingPart(c.Name))]);

    /// <summary>A fraction as people say it: <c>12.5%</c>.</summary>
    public static string Percent(double fraction) => (fraction * 100).ToString("0.####", CultureInfo.InvariantCulture) + "%";
}
