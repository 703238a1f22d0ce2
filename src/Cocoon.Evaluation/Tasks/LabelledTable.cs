namespace Cocoon.Evaluation;

/// <summary>A file of rows: tab-separated, comma-separated or JSON lines.</summary>
/// <param name="File">Its path.</param>
/// <param name="Columns">Names of the columns where the format has them (JSON lines); null where a first line may or may not be a header.</param>
/// <param name="Rows">The rows, a header included.</param>
public sealed record LabelledTable(string File, IReadOnlyList<string>? Columns, IReadOnlyList<LabelledRow> Rows)
{
    /// <summary>Stands between the items of a list in one cell (JSON lines): the unit separator of ASCII.</summary>
    public const char ListSeparator = '\u001f';
}

/// <summary>A row of a table.</summary>
/// <param name="Line">The line where it starts, from 1.</param>
/// <param name="Cells">Its cells; null where JSON has none.</param>
public sealed record LabelledRow(long Line, IReadOnlyList<string?> Cells)
{
    /// <summary>A cell; null if the row has none there.</summary>
    public string? this[int column] => column < Cells.Count ? Cells[column] : null;
}
