namespace Cocoon.Evaluation;

/// <summary>One of those that are compared: a recipe, and what differs from it.</summary>
public sealed record CompetitorOptions
{
    /// <summary>What it is called in folders, tables and pictures: small letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>The recipe that it is pretrained by; relative to the folder of the file that says so.</summary>
    public required string Recipe { get; init; }

    /// <summary>Assignments that are laid over the recipe, such as <c>training.peakLearningRate=1e-3</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>False: it begins its tasks with initial weights, to show what pretraining is worth.</summary>
    public bool Pretrained { get; init; } = true;
}
