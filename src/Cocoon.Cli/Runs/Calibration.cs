using System.Diagnostics;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Turns a duration in time into a number of steps, by training a copy of the model for a moment.</summary>
/// <remarks>The number goes into the run's recipe: from then on the result depends on it, not on the clock.</remarks>
public static class Calibration
{
    private const int WarmUps = 2, MostSteps = 30;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    /// <summary>The recipe with as many steps as fit into a time on this machine.</summary>
    /// <exception cref="RecipeException">That number contradicts the rest of the recipe.</exception>
    public static Recipe Resolve(Recipe recipe, TimeSpan budget, PreparedData data, Engine engine, CommandConsole console)
    {
        double seconds = SecondsPerStep(recipe, data, engine);
        var resolved = recipe with { Budget = null, Training = recipe.Training with { Steps = Math.Max(1, PretrainingPlan.Of(recipe).StepsWithin(budget.TotalSeconds, seconds)) } };
        if (resolved.Problems().ToList() is { Count: > 0 } problems) throw new RecipeException(recipe.Name, problems);
        console.Say($"training.duration: {CommandConsole.Time(budget)} at {seconds:0.000} s a step are {resolved.Training.Steps:N0} steps.");
        return resolved;
    }

    /// <summary>Seconds of a step with everything in it, the median of some.</summary>
    public static double SecondsPerStep(Recipe recipe, PreparedData data, Engine engine)
    {
        long first = PretrainingPlan.Of(recipe).OpeningSteps;
        using var model = TrainedModel.Create(recipe.Model, recipe.Objective, recipe.Precision, data.Tokenizer, recipe.Training.Seed);
        using var optimizer = new AdamW(engine.Kernels, model.Parameters, recipe.Training.Optimizer);
        var options = recipe.Training with { Steps = first + MostSteps };
        using var trainer = new Trainer(model.Objective, RunText.BatchesOf(recipe, data), model.Parameters, optimizer, engine.Kernels, options, TimeProvider.System);
        var clock = Stopwatch.StartNew();
        var times = new List<double>();
        foreach (var step in trainer.Steps(first))
        {
            if (step.Step >= first + WarmUps) times.Add(step.Seconds);
            if (times.Count > 0 && clock.Elapsed > s_patience) break;
        }
        times.Sort();
        return times[times.Count / 2];
    }
}
