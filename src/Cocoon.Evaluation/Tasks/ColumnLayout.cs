namespace Cocoon.Evaluation;

/// <summary>In which columns of a table a task's texts and answers stand. Columns are named; of several names, the first that there is counts.</summary>
public sealed record ColumnLayout
{
    /// <summary>What is asked, which decides how an answer is read.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>Names of the column of the text.</summary>
    public required IReadOnlyList<string> Text { get; init; }

    /// <summary>Names of the column of the second text; empty if there is none.</summary>
    public IReadOnlyList<string> Pair { get; init; } = [];

    /// <summary>Names of the column of the answer; files without it have no answers, and neither has any if there is no name.</summary>
    public required IReadOnlyList<string> Label { get; init; }

    /// <summary>Names of the column that predictions name an example by; without it, its number counts.</summary>
    public IReadOnlyList<string> Id { get; init; } = ["index", "id"];

    /// <summary>Names of the columns of files whose first line is no header; empty: all files have one.</summary>
    public IReadOnlyList<string> WithoutHeader { get; init; } = [];

    /// <summary>Answers that say there is none: such examples are passed over, and counted in a note.</summary>
    public IReadOnlyList<string> NoAnswer { get; init; } = [];

    /// <summary>Whether rows with another number of cells than the header are passed over, and counted in a note, instead of refused.</summary>
    public bool PassesOverBrokenRows { get; init; }
}
