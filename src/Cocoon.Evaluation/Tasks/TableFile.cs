namespace Cocoon.Evaluation;

/// <summary>Reads tables by the ends of their names: <c>.tsv</c>, <c>.txt</c>, <c>.csv</c>, <c>.jsonl</c>, <c>.json</c> (one object a line), and <c>.gz</c> of each.</summary>
public static class TableFile
{
    /// <summary>Ends of the names of files that can be read, without <c>.gz</c>.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".tsv", ".csv", ".jsonl", ".json", ".txt"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="TaskDataException">It is missing, empty, not UTF-8, or not in its format.</exception>
    public static LabelledTable Read(string file)
    {
        bool packed = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var lines = TaskLines.Read(file);
        LabelledTable table = Path.GetExtension(packed ? file[..^3] : file).ToLowerInvariant() switch
        {
            ".tsv" or ".txt" => new(file, null, [.. Nonempty(lines).Select(l => new LabelledRow(l.Line, l.Text.Split('\t')))]),
            ".csv" => new(file, null, CommaSeparated.Rows(file, lines)),
            ".jsonl" or ".json" or ".ndjson" => JsonRows.Read(file, Nonempty(lines)),
            var other => throw new TaskDataException(file, $"files that end in '{other}' cannot be read. Use .tsv, .csv or .jsonl (one object a line), or .gz of one of them."),
        };
        return table.Rows.Count > 0 ? table : throw new TaskDataException(file, "the file holds nothing.");
    }

    private static IEnumerable<(long Line, string Text)> Nonempty(IEnumerable<(long Line, string Text)> lines) => lines.Where(l => !string.IsNullOrWhiteSpace(l.Text));
}
