using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Turns training.duration, as people write it, into a number of steps.</summary>
public static class RecipeDuration
{
    private const string Section = "training", Field = "duration", Steps = "steps", Path = $"{Section}.{Field}";

    /// <summary>Takes the duration out of a recipe's fields; null if it has none or a wrong one.</summary>
    public static Duration? Take(JsonObject recipe, List<RecipeProblem> problems)
    {
        if (recipe[Section] is not JsonObject training || !training.Remove(Field, out var node)) return null;
        if (training.ContainsKey(Steps))
            problems.Add(new(Path, "Both training.steps and training.duration say how long to train.", "Keep one of them."));
        if (node is JsonValue value && value.GetValueKind() == JsonValueKind.String && Duration.TryParse(value.GetValue<string>(), out var duration))
        {
            // Holds the place of the steps until they are known, so that they are not reported missing.
            training[Steps] ??= 1;
            return duration;
        }
        problems.Add(new(Path, $"{node?.ToJsonString() ?? "null"} is not a duration.", Duration.Examples));
        training[Steps] ??= 1;
        return null;
    }

    /// <summary>The recipe with the steps that the duration means.</summary>
    public static Recipe Apply(Recipe recipe, Duration? duration)
    {
        if (duration is not { } given || recipe.Training is null || recipe.Data is null) return recipe;
        if (given.Time is { } time) return recipe with { Budget = time };
        long steps = given.Steps ?? (long)Math.Ceiling((double)given.Tokens!.Value / Math.Max(1, recipe.TokensPerStep));
        return recipe with { Training = recipe.Training with { Steps = steps } };
    }
}
