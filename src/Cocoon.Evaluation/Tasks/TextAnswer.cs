namespace Cocoon.Evaluation;

/// <summary>What a model answers about a text.</summary>
public sealed record TextAnswer
{
    /// <summary>The most probable label; null if a number or several labels are asked for.</summary>
    public string? Label { get; init; }

    /// <summary>The labels that hold, each more probable than not; null if one label or a number is asked for.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The number; null if labels are asked for.</summary>
    public double? Number { get; init; }

    /// <summary>Probability of each label of the task, in its order; empty for a number. Those of one label sum to 1.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];
}
