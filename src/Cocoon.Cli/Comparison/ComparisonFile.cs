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
    public static ComparisonOptions Load(string path, IEnumerable<string> overrides)
    {
        var json = RecipeFile.Read(path);
        var problems = overrides.Select(assignment => RecipeFile.Assign(json, assignment)).OfType<RecipeProblem>().ToList();
        var comparison = RecipeShape.Read<ComparisonOptions>(json, problems);
        problems.AddRange(comparison.Problems().Where(p => !problems.Exists(told => told.Path == p.Path)).ToList());
        if (comparison.Budget is { } budget && !ComputeBudget.TryParse(budget, out _)) problems.Add(new("budget", $"'{budget}' is no budget.", ComputeBudget.Examples));
        return problems.Count == 0 ? comparison : throw new RecipeException(path, problems);
    }
}
