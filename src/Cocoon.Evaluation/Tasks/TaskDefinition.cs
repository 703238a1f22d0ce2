namespace Cocoon.Evaluation;

/// <summary>Reads the examples of a task's files.</summary>
public interface IExampleReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="name">What the set is called.</param>
    /// <param name="file">Its path.</param>
    /// <returns>Its examples, at least one; with answers wherever the file has them.</returns>
    /// <exception cref="TaskDataException">The file is missing, empty, or not in the layout.</exception>
    ExampleSet Read(string name, string file);
}

/// <summary>A task before its data are read: what is asked, in which files the examples lie, and how they are read.</summary>
public sealed record TaskDefinition
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What is asked.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>Whether it is asked about two texts.</summary>
    public bool Pairs { get; init; }

    /// <summary>Names of the measures that count, the one that chooses the best model first; empty: the usual ones of what is asked.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The answers in the order that files of predictions know; empty: as they come in the training data, sorted.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What numbers can be; null: what the training data have.</summary>
    public NumberRange? Range { get; init; }

    /// <summary>For answers that are parts of a text: whether the text may lack it.</summary>
    public bool MayLackAnswer { get; init; }

    /// <summary>File of the training examples, in the task's folder.</summary>
    public required string Train { get; init; }

    /// <summary>Files of the examples that choose the best model; the first of them does, the others are measured too.</summary>
    public required IReadOnlyList<string> Development { get; init; }

    /// <summary>Files that are only to be answered; those that are missing are passed over.</summary>
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>Reads them.</summary>
    public required IExampleReader Reader { get; init; }
}
