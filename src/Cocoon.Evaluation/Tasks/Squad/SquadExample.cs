namespace Cocoon.Evaluation;

/// <summary>A question about a text: <see cref="LabelledExample.Text"/> is the question, <see cref="LabelledExample.Pair"/> the text.</summary>
public sealed record SquadExample : LabelledExample
{
    /// <summary>What people answered, in the order of the file; none if the text does not tell; null where the data keep it back.</summary>
    public IReadOnlyList<SquadAnswer>? Answers { get; init; }

    /// <summary>Whose rules hold for it.</summary>
    public required SquadVersion Version { get; init; }
}
