using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>What a person says about a table; the rest is guessed.</summary>
public sealed record TableHints
{
    /// <summary>Column of the text by its name; <c>column1</c>, <c>column2</c> and so on if there is no header.</summary>
    public string? Text { get; init; }

    /// <summary>Column of the second text; "none" if there is none.</summary>
    public string? Pair { get; init; }

    /// <summary>Column of the answer.</summary>
    public string? Label { get; init; }

    /// <summary>What is asked.</summary>
    public TaskKind? Kind { get; init; }
}

/// <summary>Finds out in which columns of a table texts and answers stand, and what is asked.</summary>
/// <param name="Layout">The columns.</param>
/// <param name="Lines">The guess, for people.</param>
public sealed record TableGuess(ColumnLayout Layout, IReadOnlyList<string> Lines)
{
    /// <summary>Says that there is no second text.</summary>
    public const string None = "none";

    private const int RowsLookedAt = 2000, MostLabelNumbers = 20;

    private static readonly string[] s_texts = ["text", "sentence", "sentence1", "premise", "question1", "text_a", "text1", "review", "content", "document", "body", "utterance", "comment", "tweet", "question"];
    private static readonly string[] s_pairs = ["sentence2", "hypothesis", "question2", "text_b", "text2", "pair"];
    private static readonly string[] s_labels = ["label", "labels", "category", "class", "target", "score", "similarity", "gold_label", "sentiment", "intent", "rating", "stars", "tags", "topic", "polarity", "is_duplicate"];
    private static readonly string[] s_ids = ["index", "id", "guid", "uid"];
    private static readonly string[] s_severals = ["labels", "tags", "categories", "topics"];

    /// <summary>Looks at a table.</summary>
    /// <exception cref="TaskDataException">A named column is missing, or nothing can be guessed.</exception>
    public static TableGuess Of(LabelledTable table, TableHints hints)
    {
        var head = table.Columns ?? [.. table.Rows[0].Cells.Select(c => c!.Trim())];
        bool hasHeader = table.Columns is not null || head.Any(IsKnown) || new[] { hints.Text, hints.Pair, hints.Label }.Any(h => h is not null && head.Contains(h, StringComparer.Ordinal));
        IReadOnlyList<string> columns = hasHeader ? head : [.. Enumerable.Range(1, head.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"column{i}"))];
        var rows = table.Rows.Skip(hasHeader && table.Columns is null ? 1 : 0).Take(RowsLookedAt).ToList();
        int text = Named(table, columns, hints.Text, "--text") ?? Known(columns, s_texts) ?? -1, pair = hints.Pair == None ? -1 : Named(table, columns, hints.Pair, "--pair") ?? Known(columns, s_pairs) ?? -1;
        int label = Named(table, columns, hints.Label, "--label") ?? Known(columns, s_labels) ?? -1, id = Known(columns, s_ids) ?? -1;
        if (text < 0) text = Longest(rows, columns.Count, except: [pair, label, id]);
        if (label < 0) label = FewestValues(rows, columns.Count, except: [text, pair, id]);
        if (text < 0 || label < 0) throw new TaskDataException(table.File, $"it cannot be told in which columns text and answer stand. The columns are: {string.Join(", ", columns)}. Name them: --text COLUMN --label COLUMN");
        var kind = hints.Kind ?? KindOf(rows, label, columns[label]);
        var layout = new ColumnLayout
        {
            Kind = kind, Text = [columns[text]], Pair = pair < 0 ? [] : [columns[pair]], Label = [columns[label]], Id = id < 0 ? [] : [columns[id]], WithoutHeader = hasHeader ? [] : columns,
        };
        return new(layout,
        [
            $"{table.File}: {(hasHeader ? $"columns {string.Join(", ", columns)}" : $"{columns.Count} columns without a header: {string.Join(", ", columns)}")}",
            $"text: column {columns[text]} (--text)", pair < 0 ? "second text: none (--pair)" : $"second text: column {columns[pair]} (--pair)",
            $"answer: column {columns[label]} (--label)", $"asked is: {Describe(kind)} (--kind)",
        ]);
    }

    private static bool IsKnown(string name) => new[] { s_texts, s_pairs, s_labels, s_ids }.Any(known => known.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static int? Named(LabelledTable table, IReadOnlyList<string> columns, string? name, string option)
    {
        if (name is null) return null;
        for (int i = 0; i < columns.Count; i++)
            if (columns[i] == name) return i;
        throw new TaskDataException($"{table.File}, line {table.Rows[0].Line}", $"there is no column '{name}' ({option}). The columns are: {string.Join(", ", columns)}.");
    }

    private static int? Known(IReadOnlyList<string> columns, string[] names)
    {
        foreach (string name in names)
            for (int i = 0; i < columns.Count; i++)
                if (string.Equals(columns[i], name, StringComparison.OrdinalIgnoreCase)) return i;
        return null;
    }

    private static int Longest(List<LabelledRow> rows, int columns, IReadOnlyList<int> except) =>
        Enumerable.Range(0, columns).Where(c => !except.Contains(c)).OrderByDescending(c => rows.Sum(r => (long)(r[c]?.Length ?? 0))).FirstOrDefault(-1);

    private static int FewestValues(List<LabelledRow> rows, int columns, IReadOnlyList<int> except) =>
        Enumerable.Range(0, columns).Where(c => !except.Contains(c)).Select(c => (Column: c, Values: rows.Select(r => r[c]).Distinct(StringComparer.Ordinal).Count()))
            .Where(c => c.Values > 1).OrderBy(c => c.Values).Select(c => c.Column).FirstOrDefault(-1);

    private static TaskKind KindOf(List<LabelledRow> rows, int label, string name)
    {
        var values = rows.Select(r => r[label]?.Trim() ?? "").ToList();
        if (values.Exists(v => v.Contains(LabelledTable.ListSeparator, StringComparison.Ordinal))) return TaskKind.MultiLabel;
        if (s_severals.Contains(name, StringComparer.OrdinalIgnoreCase) && values.Exists(v => v.AsSpan().ContainsAny('|', ';', ','))) return TaskKind.MultiLabel;
        bool numbers = values.TrueForAll(v => double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        bool whole = values.TrueForAll(v => long.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        return numbers && (!whole || values.Distinct(StringComparer.Ordinal).Count() > MostLabelNumbers) ? TaskKind.Regression : TaskKind.Classification;
    }

    private static string Describe(TaskKind kind) => kind switch
    {
        TaskKind.Classification => "classification: one label",
        TaskKind.Regression => "regression: a number",
        _ => "multiLabel: any number of labels",
    };
}
