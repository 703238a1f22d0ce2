namespace Cocoon.Evaluation;

/// <summary>A file of rows: tab-separated, comma-separated or JSON lines.</summary>
/// <param name="File">Its path.</param>
/// <param name="Columns">Names of the columns where the format has them (JSON lines); null where a first line may or may not be a header.</param>
/// <param name="Rows">The rows, a header included.</param>
public sealed record LabelledTable(string File, IReadOnlyList<string>? Columns, IReadOnlyList<LabelledRow> Rows)
{
    /// <summary>Stands between the items of a list in one cell (JSON lines): the unit separator of ASCII.</summary>
    public const char ListSeparator = '\u001f';

    /// <summary>Whether a cell is a list of JSON.</summary>
    public static bool IsList(string? cell) => cell?.EndsWith(ListSeparator) == true;

    /// <summary>What a cell lists: the items of a list of JSON, else what stands between white space.</summary>
    public static string[] ItemsOf(string cell) => IsList(cell) ? cell[..^1].Split(ListSeparator) : cell.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A row of a table.</summary>
/// <param name="Line">The line where it starts, from 1.</param>
/// <param name="Cells">Its cells; null where JSON has none.</param>
public sealed record LabelledRow(long Line, IReadOnlyList<string?> Cells)
{
    /// <summary>A cell; null if the row has none there.</summary>
    public string? this[int column] => column < Cells.Count ? Cells[column] : null;
}
