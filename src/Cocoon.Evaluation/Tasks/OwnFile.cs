using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>What a file of a person's own holds: a table of labelled texts, or a word a line with its tag.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Pairs">Whether it is asked about two texts.</param>
/// <param name="Reader">Reads this file, and others like it.</param>
/// <param name="Guess">What was found, for people.</param>
public sealed record OwnFile(TaskKind Kind, bool Pairs, IExampleReader Reader, IReadOnlyList<string> Guess)
{
    private const string Column = "column";

    /// <summary>Ends of the names of files that can be read, without <c>.gz</c>.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [.. TableFile.Extensions, .. ConllFile.Extensions];

    /// <summary>Looks into a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hints">What is known.</param>
    /// <exception cref="TaskDataException">It cannot be told what stands where.</exception>
    public static OwnFile Look(string path, TableHints hints)
    {
        if (hints.Kind is null or TaskKind.TokenLabels && ConllFile.ColumnsOf(path) is { } columns) return OfWords(path, columns, hints);
        var guess = TableGuess.Of(TableFile.Read(path), hints);
        return new(guess.Layout.Kind, guess.Layout.Pair.Count > 0, new ColumnReader(guess.Layout), guess.Lines);
    }

    private static OwnFile OfWords(string path, int columns, TableHints hints)
    {
        if (hints.Pair is not (null or TableGuess.None)) throw new TaskDataException(path, "the file has a word a line, so there is no second text. Leave --pair out.");
        int word = Number(path, columns, hints.Text, "--text") ?? 0, tag = Number(path, columns, hints.Label, "--label") ?? columns - 1;
        return new(TaskKind.TokenLabels, false, new ConllFile(word, tag, namesOnly: false),
        [
            string.Create(CultureInfo.InvariantCulture, $"{path}: a word a line, in {columns} columns: {string.Join(", ", Enumerable.Range(1, columns).Select(c => $"{Column}{c}"))}"),
            string.Create(CultureInfo.InvariantCulture, $"word: {Column}{word + 1} (--text)"), string.Create(CultureInfo.InvariantCulture, $"tag: {Column}{tag + 1} (--label)"),
            $"asked is: {TableGuess.Describe(TaskKind.TokenLabels)} (--kind)",
        ]);
    }

    private static int? Number(string path, int columns, string? name, string option)
    {
        if (name is null) return null;
        return name.StartsWith(Column, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Column.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= columns
            ? number - 1
            : throw new TaskDataException(path, $"there is no column '{name}' ({option}). The columns of a file with a word a line are {Column}1 to {Column}{columns}.");
    }
}
