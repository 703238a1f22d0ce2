using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>Reads the examples of tables whose columns are known.</summary>
public sealed class ColumnReader(ColumnLayout layout) : IExampleReader
{
    private static readonly char[] s_listSeparators = [LabelledTable.ListSeparator, '|', ';', ','];

    /// <inheritdoc/>
    public ExampleSet Read(string name, string file) => Read(name, TableFile.Read(file));

    /// <summary>Reads the examples of a table.</summary>
    /// <param name="name">What the set is called.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="TaskDataException">A column is missing, a row broken, a text empty, an answer unreadable.</exception>
    public ExampleSet Read(string name, LabelledTable table)
    {
        var (columns, first) = Header(table);
        var places = new Columns(
            Required(table, columns, layout.Text, "the text"), layout.Pair.Count == 0 ? -1 : Required(table, columns, layout.Pair, "the second text"),
            Find(columns, layout.Label), Find(columns, layout.Id));
        int broken = 0, unanswered = 0;
        var examples = new List<LabelledExample>(table.Rows.Count - first);
        foreach (var row in table.Rows.Skip(first))
        {
            var place = new ExamplePlace(table.File, row.Line);
            if (table.Columns is null && row.Cells.Count != columns.Count)
            {
                if (!layout.PassesOverBrokenRows) throw new TaskDataException(place, $"the row has {row.Cells.Count} cells, but there are {columns.Count} columns ({string.Join(", ", columns)}). Is a separator missing, or part of a text?");
                broken++;
            }
            else if (places.Label >= 0 && layout.NoAnswer.Contains(row[places.Label]?.Trim() ?? "", StringComparer.Ordinal)) unanswered++;
            else examples.Add(ExampleOf(row, place, columns, places, examples.Count));
        }
        if (examples.Count == 0) throw new TaskDataException(table.File, "there is no example in the file.");
        var notes = new List<string>();
        if (broken > 0) notes.Add($"{table.File}: {broken:N0} rows have another number of cells than the header and were passed over.");
        if (unanswered > 0) notes.Add($"{table.File}: {unanswered:N0} examples have no answer ({string.Join(", ", layout.NoAnswer)}) and were passed over.");
        return new(name, table.File, examples) { Notes = notes };
    }

    /// <summary>The parts of an answer with several labels: items of a JSON list, or what stands between the first separator that occurs of | ; and comma.</summary>
    internal static string[] LabelsIn(string cell)
    {
        foreach (char separator in s_listSeparators)
            if (cell.Contains(separator, StringComparison.Ordinal))
                return [.. cell.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        return cell.Length == 0 ? [] : [cell];
    }

    /// <summary>Names of the columns, and the first row that is an example.</summary>
    private (IReadOnlyList<string> Columns, int First) Header(LabelledTable table)
    {
        if (table.Columns is not null) return (table.Columns, 0);
        var head = table.Rows[0].Cells.Select(c => c!.Trim()).ToList();
        if (layout.WithoutHeader.Count == 0 || Find(head, layout.Text) >= 0) return (head, 1);
        return (layout.WithoutHeader, 0);
    }

    private static int Find(IReadOnlyList<string> columns, IReadOnlyList<string> names)
    {
        foreach (string name in names)
            for (int i = 0; i < columns.Count; i++)
                if (columns[i] == name) return i;
        return -1;
    }

    private static int Required(LabelledTable table, IReadOnlyList<string> columns, IReadOnlyList<string> names, string what) => Find(columns, names) is >= 0 and int column
        ? column
        : throw new TaskDataException($"{table.File}, line {table.Rows[0].Line}", $"there is no column '{string.Join("' or '", names)}' for {what}. The columns are: {string.Join(", ", columns)}.");

    private LabelledExample ExampleOf(LabelledRow row, ExamplePlace place, IReadOnlyList<string> columns, Columns at, int number)
    {
        string Text(int column)
        {
            string text = row[column] ?? throw new TaskDataException(place, $"there is no '{columns[column]}'.");
            return string.IsNullOrWhiteSpace(text) ? throw new TaskDataException(place, $"the text is empty (column '{columns[column]}'). Leave the example out, or fill it in.") : text.Trim();
        }

        var example = new LabelledExample
        {
            Place = place,
            Id = at.Id >= 0 && !string.IsNullOrWhiteSpace(row[at.Id]) ? row[at.Id]! : number.ToString(CultureInfo.InvariantCulture),
            Text = Text(at.Text),
            Pair = at.Pair >= 0 ? Text(at.Pair) : null,
        };
        string answer = at.Label < 0 ? "" : row[at.Label]?.Trim() ?? "";
        if (layout.Kind == TaskKind.TokenLabels) return WithTags(example, at.Label < 0 ? null : answer, columns[at.Text]);
        return at.Label < 0 ? example : WithAnswer(example, answer, columns[at.Label]);
    }

    /// <summary>A sentence whose words and tags stand in two lists.</summary>
    private static TaggedExample WithTags(LabelledExample example, string? answer, string column)
    {
        string[] words = LabelledTable.ItemsOf(example.Text);
        string[]? tags = answer is null ? null : LabelledTable.ItemsOf(answer);
        if (words.Any(string.IsNullOrWhiteSpace)) throw new TaskDataException(example.Place, $"a word is empty, or there is none (column '{column}').");
        if (tags is not null && tags.Length != words.Length) throw new TaskDataException(example.Place, $"there are {words.Length} words (column '{column}'), but {tags.Length} tags. Each word needs one.");
        if (tags?.Any(string.IsNullOrWhiteSpace) == true) throw new TaskDataException(example.Place, "a tag is empty. Write O for a word without one.");
        return new() { Place = example.Place, Id = example.Id, Text = string.Join(' ', words), Words = words, Labels = tags };
    }

    private LabelledExample WithAnswer(LabelledExample example, string answer, string column)
    {
        if (layout.Kind == TaskKind.MultiLabel) return example with { Labels = LabelsIn(answer) };
        if (answer.Length == 0) throw new TaskDataException(example.Place, $"there is no answer (column '{column}').");
        if (layout.Kind != TaskKind.Regression) return example with { Labels = [answer] };
        return float.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? example with { Number = number }
            : throw new TaskDataException(example.Place, $"'{answer}' is not a number (column '{column}').");
    }

    /// <summary>Where what stands; −1 for what is missing.</summary>
    private readonly record struct Columns(int Text, int Pair, int Label, int Id);
}
