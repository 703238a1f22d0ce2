namespace Cocoon.Evaluation;

/// <summary>Where an example stands, so that every complaint about it can name the place.</summary>
/// <param name="File">Path of the file, as it was given.</param>
/// <param name="Line">Its line, from 1; the first line of it, if it has several.</param>
public readonly record struct ExamplePlace(string File, long Line)
{
    public override string ToString() => $"{File}, line {Line}";
}

/// <summary>A text, or a pair of texts, and the right answer as a person wrote it. Kinds of task that need more derive from it.</summary>
public record LabelledExample
{
    /// <summary>Where it stands.</summary>
    public required ExamplePlace Place { get; init; }

    /// <summary>What files of predictions call it: the data's own identifier, or its number from 0.</summary>
    public required string Id { get; init; }

    /// <summary>The text, or the first of a pair; of a question about a text, the question.</summary>
    public required string Text { get; init; }

    /// <summary>The second text; null if there is only one.</summary>
    public string? Pair { get; init; }

    /// <summary>The right labels: one for a classification, any number for several labels, one a word for token labels; null where the data have none (test files).</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The right number; null where the data have none, or where labels are asked for.</summary>
    public float? Number { get; init; }
}
