using System.Globalization;
using Cocoon.Evaluation;
using Spectre.Console;

namespace Cocoon.Cli;

/// <summary>What a competitor's pretraining will cost.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Scalars of the whole model, heads and auxiliary model included.</param>
/// <param name="Steps">Steps that its budget pays for; 0 without pretraining.</param>
/// <param name="Tokens">Tokens of these steps at most.</param>
/// <param name="Flops">Floating-point operations of their matrix products.</param>
/// <param name="Seconds">Seconds that they will take; null if the budget counts operations.</param>
/// <param name="StepsAt">Steps taken at each fraction of the budget.</param>
internal sealed record CompetitorPlan(string Name, long Parameters, long Steps, long Tokens, double Flops, double? Seconds, IReadOnlyList<long> StepsAt)
{
    /// <summary>The plan of a competitor.</summary>
    public static CompetitorPlan Of(Competitor competitor)
    {
        var plan = PretrainingPlan.Of(competitor.Recipe);
        return competitor.Pretrained
            ? new(competitor.Name, plan.Parameters, plan.Steps, plan.Tokens, plan.Flops, competitor.SecondsPerStep * plan.FlopsBefore(plan.Steps) / plan.TotalFlopsPerStep, competitor.StepsAt)
            : new(competitor.Name, plan.Parameters, 0, 0, 0, null, []);
    }

    /// <summary>The plans of all competitors, for people.</summary>
    public static Grid Table(IEnumerable<CompetitorPlan> plans, IReadOnlyList<double> fractions)
    {
        string[] columns = ["", "parameters", "steps", "tokens", "PFLOP", "time", .. fractions.SkipLast(1).Select(f => "kept at " + ComparisonPlan.Percent(f))];
        var grid = new Grid();
        foreach (string _ in columns) grid.AddColumn(new() { NoWrap = true, Padding = new(0, 0, 2, 0) });
        AddRow(grid, columns);
        foreach (var plan in plans) AddRow(grid, plan.Row(columns.Length));
        return grid;
    }

    private static void AddRow(Grid grid, IEnumerable<string> cells) => grid.AddRow([.. cells.Select(c => new Paragraph(c))]);

    private IEnumerable<string> Row(int columns)
    {
        string[] cells = [Name, Number(Parameters), Number(Steps)];
        if (Steps > 0)
            cells = [.. cells, Number(Tokens), (Flops / 1e15).ToString("0.####", CultureInfo.InvariantCulture), Seconds is { } seconds ? CommandConsole.Time(TimeSpan.FromSeconds(seconds)) : "", .. StepsAt.SkipLast(1).Select(Number)];
        return cells.Concat(Enumerable.Repeat("", columns - cells.Length));
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
