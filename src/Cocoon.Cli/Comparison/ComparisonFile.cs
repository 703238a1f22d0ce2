using Cocoon.Evaluation;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Reads files that describe a comparison: JSON like recipes, with bases, comments and overrides.</summary>
public static class ComparisonFile
{
    /// <summary>Reads one and judges it.</summary>
    /// <param name="path">The file; "extends" is relative to its folder.</param>
    /// <param name="overrides">Assignments such as <c>budget=10 min</c>.</param>
    /// <exception cref="RecipeException">It cannot be run; every reason is told at once.</exception>
    public static ComparisonOptions Load(string path, IEnumerable<string> overrides) =>
        RecipeFile.Read<ComparisonOptions>(path, overrides, comparison => comparison.Problems().Concat(BudgetProblems(comparison)));

    private static IEnumerable<RecipeProblem> BudgetProblems(ComparisonOptions comparison)
    {
        if (comparison.Budget is { } budget && !ComputeBudget.TryParse(budget, out _)) yield return new("budget", $"'{budget}' is no budget.", ComputeBudget.Examples);
    }
}
