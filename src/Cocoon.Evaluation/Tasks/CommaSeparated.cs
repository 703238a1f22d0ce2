using System.Text;

namespace Cocoon.Evaluation;

/// <summary>Rows of comma-separated values: a cell in quotes may hold commas, line ends, and quotes written twice.</summary>
/// <remarks>RFC 4180; and semicolons between cells, as office programs write where the comma divides numbers, if the first line has them and no comma.</remarks>
internal static class CommaSeparated
{
    private const int LongestRecord = 1 << 26; // characters

    /// <summary>The rows of a file.</summary>
    /// <exception cref="TaskDataException">A quote is not closed, or something follows a closed one.</exception>
    public static List<LabelledRow> Rows(string file, IEnumerable<(long Line, string Text)> lines)
    {
        var rows = new List<LabelledRow>();
        var (cells, cell) = (new List<string?>(), new StringBuilder());
        bool quoted = false;
        char separator = '\0';
        long start = 0;
        foreach (var (line, text) in lines)
        {
            if (quoted) cell.Append('\n');
            else if (text.Length == 0) continue;
            else start = line;
            if (separator == '\0') separator = text.Contains(';', StringComparison.Ordinal) && !text.Contains(',', StringComparison.Ordinal) ? ';' : ',';
            for (int i = 0; i < text.Length; i++) quoted = Take(file, line, text, separator, ref i, quoted, cells, cell);
            if (cell.Length > LongestRecord) throw NotClosed(file, start);
            if (quoted) continue;
            cells.Add(cell.ToString());
            rows.Add(new(start, [.. cells]));
            cells.Clear();
            cell.Clear();
        }
        return quoted ? throw NotClosed(file, start) : rows;
    }

    /// <summary>Takes the character at a place; tells whether the next one is inside quotes.</summary>
    private static bool Take(string file, long line, string text, char separator, ref int i, bool quoted, List<string?> cells, StringBuilder cell)
    {
        char c = text[i];
        if (quoted)
        {
            if (c != '"') cell.Append(c);
            else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (i + 1 < text.Length && text[i + 1] != separator) throw new TaskDataException($"{file}, line {line}, character {i + 2}", $"'{text[i + 1]}' follows a closing quote. Write a quote inside a quoted cell twice.");
            else return false;
            return true;
        }
        if (c == '"' && cell.Length == 0) return true;
        if (c == separator)
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
        else cell.Append(c);
        return false;
    }

    private static TaskDataException NotClosed(string file, long line) => new($"{file}, line {line}", "a quote that opens in this record is never closed. Close it, or write it twice if it is part of the text.");
}
