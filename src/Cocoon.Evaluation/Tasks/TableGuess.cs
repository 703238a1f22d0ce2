using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>What a person says about a table; the rest is guessed.</summary>
public sealed record TableHints
{
    /// <summary>Column of the text by its name; <c>column1</c>, <c>column2</c> and so on if there is no header.</summary>
    public string? Text { get; init; }

    /// <summary>Column of the second text; "none" if there is none.</summary>
    public string? Pair { get; init; }

    /// <summary>Column of the answer; "none" if there is none.</summary>
    public string? Label { get; init; }

    /// <summary>What is asked.</summary>
    public TaskKind? Kind { get; init; }
}

/// <summary>Finds out in which columns of a table texts and answers stand, and what is asked.</summary>
/// <param name="Layout">The columns.</param>
/// <param name="Lines">The guess, for people.</param>
public sealed record TableGuess(ColumnLayout Layout, IReadOnlyList<string> Lines)
{
    /// <summary>Says that there is no second text, or no answer.</summary>
    public const string None = "none";

    private const int RowsLookedAt = 2000, MostLabelNumbers = 20, FewRows = 4, LongestName = 30;

    private static readonly string[] s_words = ["tokens", "words"];
    private static readonly string[] s_texts = ["text", "sentence", "sentence1", "premise", "question1", "text_a", "text1", "review", "content", "document", "body", "utterance", "comment", "tweet", "question"];
    private static readonly string[] s_pairs = ["sentence2", "hypothesis", "question2", "text_b", "text2", "pair"];
    private static readonly string[] s_labels = ["label", "labels", "category", "class", "target", "score", "similarity", "gold_label", "sentiment", "intent", "rating", "stars", "tags", "topic", "polarity", "is_duplicate", "ner_tags", "pos_tags"];
    private static readonly string[] s_ids = ["index", "id", "guid", "uid"];
    private static readonly string[] s_severals = ["labels", "tags", "categories", "topics"];

    /// <summary>Looks at a table.</summary>
    /// <exception cref="TaskDataException">A named column is missing, or nothing can be guessed.</exception>
    public static TableGuess Of(LabelledTable table, TableHints hints)
    {
        var head = table.Columns ?? [.. table.Rows[0].Cells.Select(c => c!.Trim())];
        bool hasHeader = table.Columns is not null || head.Any(IsKnown) || new[] { hints.Text, hints.Pair, hints.Label }.Any(h => h is not null && head.Contains(h, StringComparer.Ordinal)) || IsUnlikeTheRest(table.Rows);
        IReadOnlyList<string> columns = hasHeader ? head : [.. Enumerable.Range(1, head.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"column{i}"))];
        var rows = table.Rows.Skip(hasHeader && table.Columns is null ? 1 : 0).Take(RowsLookedAt).ToList();
        int text = Named(table, columns, hints.Text, "--text") ?? ListOfWords(columns, rows) ?? Known(columns, s_texts) ?? -1;
        int pair = hints.Pair == None ? -1 : Named(table, columns, hints.Pair, "--pair") ?? Known(columns, s_pairs) ?? -1;
        bool unanswered = hints.Label == None && !columns.Contains(None, StringComparer.Ordinal);
        int label = unanswered ? -1 : Named(table, columns, hints.Label, "--label") ?? Known(columns, s_labels) ?? -1, id = Known(columns, s_ids) ?? -1;
        if (text < 0) text = Longest(rows, columns.Count, except: [pair, label, id]);
        if (label < 0 && !unanswered) label = FewestValues(rows, columns.Count, except: [text, pair, id]);
        if (text < 0 || (label < 0 && !unanswered)) throw new TaskDataException(table.File, $"it cannot be told in which columns text and answer stand. The columns are: {string.Join(", ", columns)}. Name them: --text COLUMN --label COLUMN");
        var kind = hints.Kind ?? (unanswered ? TaskKind.Classification : KindOf(rows, text, label, columns[label]));
        if (kind == TaskKind.TokenLabels) pair = hints.Pair is null or None ? -1 : throw new TaskDataException(table.File, $"tags belong to the words of one text, but --pair names column '{hints.Pair}'. Leave it out, or choose another --kind.");
        var layout = new ColumnLayout
        {
            Kind = kind, Text = [columns[text]], Pair = pair < 0 ? [] : [columns[pair]], Label = label < 0 ? [] : [columns[label]], Id = id < 0 ? [] : [columns[id]], WithoutHeader = hasHeader ? [] : columns,
        };
        return new(layout,
        [
            $"{table.File}: {(hasHeader ? $"columns {string.Join(", ", columns)}" : $"{columns.Count} columns without a header: {string.Join(", ", columns)}")}",
            $"text: column {columns[text]} (--text)", pair < 0 ? "second text: none (--pair)" : $"second text: column {columns[pair]} (--pair)",
            label < 0 ? "answer: none (--label)" : $"answer: column {columns[label]} (--label)", $"asked is: {Describe(kind)} (--kind)",
        ]);
    }

    private static bool IsKnown(string name) => new[] { s_words, s_texts, s_pairs, s_labels, s_ids }.Any(known => known.Contains(name, StringComparer.OrdinalIgnoreCase));

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

    /// <summary>A column of words in lists of JSON.</summary>
    private static int? ListOfWords(IReadOnlyList<string> columns, List<LabelledRow> rows) =>
        Known(columns, s_words) is { } column && rows.TrueForAll(r => LabelledTable.IsList(r[column])) ? column : null;

    /// <summary>Whether the first row holds names of columns: short ones, of which one stands above numbers, or above few values that it is none of.</summary>
    private static bool IsUnlikeTheRest(IReadOnlyList<LabelledRow> rows)
    {
        var (head, rest) = (rows[0], rows.Skip(1).Take(RowsLookedAt).ToList());
        if (rest.Count < FewRows || head.Cells.Any(c => string.IsNullOrWhiteSpace(c) || c.Length > LongestName)) return false;
        return Enumerable.Range(0, head.Cells.Count).Any(c =>
        {
            var values = rest.Select(r => r[c]?.Trim() ?? "").ToHashSet(StringComparer.Ordinal);
            return (!IsNumber(head[c]!) && values.All(IsNumber)) || (values.Count * 2 <= rest.Count && !values.Contains(head[c]!.Trim()));
        });
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static int Longest(List<LabelledRow> rows, int columns, IReadOnlyList<int> except) =>
        Enumerable.Range(0, columns).Where(c => !except.Contains(c)).OrderByDescending(c => rows.Sum(r => (long)(r[c]?.Length ?? 0))).FirstOrDefault(-1);

    private static int FewestValues(List<LabelledRow> rows, int columns, IReadOnlyList<int> except) =>
        Enumerable.Range(0, columns).Where(c => !except.Contains(c)).Select(c => (Column: c, Values: rows.Select(r => r[c]).Distinct(StringComparer.Ordinal).Count()))
            .Where(c => c.Values > 1).OrderBy(c => c.Values).Select(c => c.Column).FirstOrDefault(-1);

    private static TaskKind KindOf(List<LabelledRow> rows, int text, int label, string name)
    {
        if (HaveATagAWord(rows, text, label)) return TaskKind.TokenLabels;
        var values = rows.Select(r => r[label]?.Trim() ?? "").ToList();
        if (values.Exists(v => v.Contains(LabelledTable.ListSeparator, StringComparison.Ordinal))) return TaskKind.MultiLabel;
        if (s_severals.Contains(name, StringComparer.OrdinalIgnoreCase) && values.Exists(v => v.AsSpan().ContainsAny('|', ';', ','))) return TaskKind.MultiLabel;
        bool numbers = values.TrueForAll(IsNumber);
        bool whole = values.TrueForAll(v => long.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        return numbers && (!whole || values.Distinct(StringComparer.Ordinal).Count() > MostLabelNumbers) ? TaskKind.Regression : TaskKind.Classification;
    }

    /// <summary>Whether text and answer are lists, or every row has as many tags as words, and some have several.</summary>
    private static bool HaveATagAWord(List<LabelledRow> rows, int text, int label)
    {
        if (rows.TrueForAll(r => LabelledTable.IsList(r[text]) && LabelledTable.IsList(r[label]))) return true;
        var counts = rows.ConvertAll(r => (Words: LabelledTable.ItemsOf(r[text] ?? "").Length, Tags: LabelledTable.IsList(r[label]) ? -1 : LabelledTable.ItemsOf(r[label] ?? "").Length));
        return counts.TrueForAll(c => c.Words == c.Tags) && counts.Exists(c => c.Tags > 1);
    }

    /// <summary>What is asked, for people.</summary>
    internal static string Describe(TaskKind kind) => kind switch
    {
        TaskKind.Classification => "classification: one label",
        TaskKind.Regression => "regression: a number",
        TaskKind.TokenLabels => "tokenLabels: a tag for each word",
        _ => "multiLabel: any number of labels",
    };
}
