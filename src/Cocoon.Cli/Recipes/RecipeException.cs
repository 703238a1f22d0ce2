using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>A recipe that cannot run, with every reason at once.</summary>
public sealed class RecipeException(string recipe, IReadOnlyList<RecipeProblem> problems) : Exception(Describe(recipe, problems))
{
    /// <summary>Every reason.</summary>
    public IReadOnlyList<RecipeProblem> Problems => problems;

    private static string Describe(string recipe, IReadOnlyList<RecipeProblem> problems)
    {
        string count = problems.Count == 1 ? "one problem" : $"{problems.Count} problems";
        return $"{recipe}: {count}.{string.Concat(problems.Select(p => $"\n  {p.Path}: {p.Message} {p.Hint}"))}";
    }
}
