using Cocoon.Evaluation;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Gives every competitor the steps that its budget pays for. Everything in a step counts: auxiliary models, sampling, second passes.</summary>
/// <remarks>
/// Operations are counted exactly, those of matrix products. Time is divided by the seconds of a step on this machine, which are measured once, in rounds over all
/// competitors so that a busy moment does not fall on one of them; the learning rate then ends with the budget, and a run that goes on later has the same steps.
/// Evaluations and checkpoints are outside of the budget.
/// </remarks>
public static class EqualCompute
{
    private const int Rounds = 3;

    /// <summary>The competitors with their recipes, not yet limited.</summary>
    /// <param name="comparison">What is compared, without problems.</param>
    /// <param name="file">Its file: recipes lie relative to its folder.</param>
    /// <param name="data">The text that all are trained on.</param>
    /// <exception cref="RecipeException">A recipe cannot run; every reason is told at once.</exception>
    public static IReadOnlyList<Competitor> Load(ComparisonOptions comparison, string file, PreparedData data)
    {
        var problems = new List<RecipeProblem>();
        var loaded = comparison.Competitors.Select((c, i) => Load(c, comparison, file, data, $"competitors[{i}]", problems)).OfType<Competitor>().ToList();
        return problems.Count == 0 ? loaded : throw new RecipeException(file, problems);
    }

    /// <summary>Gives them the steps that the budget pays for.</summary>
    /// <param name="competitors">The competitors.</param>
    /// <param name="comparison">What is compared, without problems.</param>
    /// <param name="file">Its file, for messages.</param>
    /// <param name="data">The text that all are trained on.</param>
    /// <param name="threads">How many threads; 0: one per processor.</param>
    /// <param name="console">Told what is measured.</param>
    /// <exception cref="RecipeException">The budget is too small for a recipe, or contradicts it; every reason is told at once.</exception>
    public static IReadOnlyList<Competitor> Limit(IReadOnlyList<Competitor> competitors, ComparisonOptions comparison, string file, PreparedData data, int threads, CommandConsole console)
    {
        _ = ComputeBudget.TryParse(comparison.Budget, out var budget); // judged with the file
        if (budget.Time is not null) competitors = Measure(competitors, data, threads, console);
        var problems = new List<RecipeProblem>();
        var limited = competitors.Select((c, i) => Limit(c, comparison, budget, data, $"competitors[{i}]", problems)).ToList();
        return problems.Count == 0 ? limited : throw new RecipeException(file, problems);
    }

    /// <summary>True if the files still say what a comparison was begun with.</summary>
    public static bool IsUnchanged(Competitor begun, ComparisonOptions comparison, string file, PreparedData data)
    {
        var problems = new List<RecipeProblem>();
        var options = comparison.Competitors.First(c => c.Name == begun.Name);
        var now = Load(options, comparison, file, data, begun.Name, problems);
        return problems.Count == 0 && now is not null && (now.Recipe with { Training = now.Recipe.Training with { Steps = begun.Recipe.Training.Steps, KeepAt = begun.Recipe.Training.KeepAt } }) == begun.Recipe;
    }

    private static Competitor? Load(CompetitorOptions options, ComparisonOptions comparison, string file, PreparedData data, string path, List<RecipeProblem> problems)
    {
        string recipe = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, options.Recipe);
        try
        {
            var loaded = Recipe.Load(recipe, [.. options.Set, $"training.seed={comparison.PretrainingSeed}"], data);
            return new() { Name = options.Name, Pretrained = options.Pretrained, Recipe = loaded with { Name = options.Name, Budget = null } };
        }
        catch (RecipeException e)
        {
            problems.AddRange(e.Problems.Select(p => p with { Path = $"{path} ({options.Name}): {p.Path}" }));
            return null;
        }
    }

    private static List<Competitor> Measure(IReadOnlyList<Competitor> competitors, PreparedData data, int threads, CommandConsole console)
    {
        console.Say($"measuring the seconds of a step, {Rounds} rounds over {competitors.Count(c => c.Pretrained)} recipes");
        var seconds = competitors.ToDictionary(c => c.Name, _ => new List<double>());
        for (int round = 0; round < Rounds; round++)
            foreach (var competitor in competitors.Where(c => c.Pretrained))
            {
                using var engine = new Engine(competitor.Recipe.Precision, threads);
                seconds[competitor.Name].Add(Calibration.SecondsPerStep(competitor.Recipe, data, engine));
            }
        return [.. competitors.Select(c => c.Pretrained ? c with { SecondsPerStep = seconds[c.Name].Order().ElementAt(Rounds / 2) } : c)];
    }

    private static Competitor Limit(Competitor competitor, ComparisonOptions comparison, ComputeBudget budget, PreparedData data, string path, List<RecipeProblem> problems)
    {
        if (!competitor.Pretrained) return competitor;
        var plan = PretrainingPlan.Of(competitor.Recipe);
        long[] steps = [.. comparison.Fractions.Select(f => plan.StepsWithin(f * budget.Amount, competitor.SecondsPerStep ?? plan.TotalFlopsPerStep))];
        if (steps[0] < 1 || steps.Distinct().Count() < steps.Length)
        {
            problems.Add(new($"{path} ({competitor.Name})", $"The fractions of {comparison.Budget} pay for {string.Join(", ", steps)} of its steps.", "Raise the budget, name fewer fractions, or take smaller batches."));
            return competitor;
        }
        var recipe = competitor.Recipe with { Training = competitor.Recipe.Training with { Steps = steps[^1], KeepAt = [.. steps[..^1]] } };
        problems.AddRange(recipe.Problems(data).Select(p => p with { Path = $"{path} ({competitor.Name}): {p.Path}" }));
        return competitor with { Recipe = recipe };
    }
}
