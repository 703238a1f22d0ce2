using System.Text.Json.Serialization;

namespace Cocoon.Cli;

/// <summary>A competitor with all that is decided before its first step.</summary>
public sealed record Competitor
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>False if its model keeps its initial weights.</summary>
    public required bool Pretrained { get; init; }

    /// <summary>Its recipe, as long as the budget pays for, with a checkpoint kept at each fraction.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Seconds of a step that a budget of time was divided by; null if the budget counts operations.</summary>
    public double? SecondsPerStep { get; init; }

    /// <summary>Steps taken at each fraction of the budget; empty without pretraining.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> StepsAt => Pretrained ? [.. Recipe.Training.KeepAt, Recipe.Training.Steps] : [];
}
