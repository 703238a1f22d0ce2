using System.Globalization;
using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary>The part of a comparison's report about tasks: scores, curves, what is significant, and what a score costs.</summary>
/// <param name="comparison">What is compared.</param>
/// <param name="scores">What is known.</param>
internal sealed class ScoreReport(ComparisonOptions comparison, ScoreTable scores)
{
    private const string Averages = "average";
    private static readonly string[] s_differences = ["", "difference", "p", "interval", "pairs"];

    private IReadOnlyList<string> Tasks { get; } = [.. comparison.Tasks.Select(t => t.Task)];

    /// <summary>Writes it.</summary>
    public void Write(HtmlPage page)
    {
        string seeds = $"{comparison.Seeds.Count} seeds of fine-tuning";
        page.Heading("Scores after the whole budget")
            .Paragraph($"Times 100: the mean of the task's measures on its development data, as mean ± standard deviation over {seeds}. The average is over tasks, its deviation over seeds.")
            .Table(["", .. Tasks, Averages], comparison.Competitors.Select(ScoresOf))
            .Heading("Score against compute")
            .Paragraph($"Across: per cent of {comparison.Budget}. Line: mean over {seeds}; band: from the lowest to the highest. Before its end a pretraining still has a high learning rate.")
            .Plots(Tasks.Select(task => (task, Curves((c, f) => scores.OnTask(c.Name, f, task)))).Prepend((Averages, Curves((c, f) => scores.Average(c.Name, f)))))
            .Table(["average after", .. comparison.Fractions.Select(ComparisonPlan.Percent)], comparison.Competitors.Select(AveragesOf))
            .Heading("What a score costs")
            .Paragraph("Per cent of the budget at which the average of the row's competitor reaches that of the column's after the whole budget, on straight lines between the kept models; ≤: the first of them is there already; –: never.")
            .Table(["", .. comparison.Competitors.Select(c => c.Name)], comparison.Competitors.Where(c => c.Pretrained).Select(CostsOf))
            .Heading("Differences after the whole budget")
            .Paragraph($"Mean difference of scores, times 100. p: two-sided sign-flip permutation test over all pairs of equal task and seed, every choice of signs up to {SignFlipTest.MostExact} pairs, else {SignFlipTest.Draws:N0} random ones; it asks whether the seeds of fine-tuning could have made the difference. Interval: 95 % paired bootstrap, {PairedBootstrap.Draws:N0} draws of tasks and of their seeds; it shows how the difference varies over tasks. Not corrected for the number of comparisons. Each competitor was pretrained once: what another seed of pretraining would change is not in these numbers.")
            .Table(s_differences, Differences());
    }

    private string[] ScoresOf(CompetitorOptions competitor) =>
        [competitor.Name, .. Tasks.Select(task => Cell(scores.OnTask(competitor.Name, FractionOf(competitor, 1), task))), Cell(Average(competitor, 1))];

    private string[] AveragesOf(CompetitorOptions competitor) => [competitor.Name, .. comparison.Fractions.Select(fraction => Cell(Average(competitor, fraction)))];

    private string[] CostsOf(CompetitorOptions competitor) => [competitor.Name, .. comparison.Competitors.Select(other => Cost(competitor, Average(other, 1)))];

    private IEnumerable<string[]> Differences()
    {
        for (int i = 0; i < comparison.Competitors.Count; i++)
            for (int j = i + 1; j < comparison.Competitors.Count; j++)
            {
                var (a, b) = (comparison.Competitors[i], comparison.Competitors[j]);
                if (PairedComparison.Of(scores.Differences((a.Name, FractionOf(a, 1)), (b.Name, FractionOf(b, 1)))) is not { } compared) continue;
                string interval = compared.Interval is { } ends ? $"{Signed(ends.Low)} to {Signed(ends.High)}" : "";
                yield return [$"{a.Name} − {b.Name}", Signed(compared.Difference), compared.P.ToString("0.####", CultureInfo.InvariantCulture), interval, compared.Pairs.ToString(CultureInfo.InvariantCulture)];
            }
    }

    private IReadOnlyList<Curve> Curves(Func<CompetitorOptions, double, Spread?> spread) => [.. comparison.Competitors.Select(c =>
    {
        var known = comparison.Fractions.Select(f => (Step: 100 * f, Spread: spread(c, FractionOf(c, f)))).Where(p => p.Spread is not null).ToList();
        return new Curve(c.Name, [.. known.Select(p => (p.Step, 100 * p.Spread!.Mean))]) { Spread = [.. known.Select(p => (p.Step, 100 * p.Spread!.Lowest, 100 * p.Spread!.Highest))] };
    })];

    private string Cost(CompetitorOptions competitor, Spread? target)
    {
        if (target is null) return "";
        var curve = comparison.Fractions.Select(f => (Cost: f, Average: Average(competitor, f))).Where(p => p.Average is not null).Select(p => (p.Cost, p.Average!.Mean)).ToList();
        if (curve.Count == 0) return "";
        return CostToReach.Of(curve, target.Mean) is { } cost ? $"{(cost.AtMost ? "≤ " : "")}{100 * cost.Cost:0.#}" : "–";
    }

    private Spread? Average(CompetitorOptions competitor, double fraction) => scores.Average(competitor.Name, FractionOf(competitor, fraction));

    private static double FractionOf(CompetitorOptions competitor, double fraction) => ComparisonPlan.FractionOf(competitor, fraction);

    private static string Cell(Spread? spread) => spread is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * spread.Mean:0.0} ± {100 * spread.Deviation:0.0}{(spread.Count == 1 ? " (one seed)" : "")}");

    private static string Signed(double difference) => (100 * difference).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);
}
