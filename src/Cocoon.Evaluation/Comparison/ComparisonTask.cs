namespace Cocoon.Evaluation;

/// <summary>A task that the competitors' models are fine-tuned on, and how.</summary>
public sealed record ComparisonTask
{
    /// <summary>A task that is known by name, such as <c>SST-2</c>.</summary>
    public required string Task { get; init; }

    /// <summary>Folder of its files; relative to the folder of all tasks' data.</summary>
    public required string Data { get; init; }

    /// <summary>The recipe of the fine-tuning; relative to the folder of the file that says so.</summary>
    public required string Recipe { get; init; }

    /// <summary>Assignments that are laid over the recipe, such as <c>epochs=3</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];
}
