namespace Cocoon.Evaluation;

/// <summary>A sentence as words, with a tag for each: <see cref="LabelledExample.Labels"/>. <see cref="LabelledExample.Text"/> has a space between two words.</summary>
public sealed record TaggedExample : LabelledExample
{
    /// <summary>The words.</summary>
    public required IReadOnlyList<string> Words { get; init; }
}
