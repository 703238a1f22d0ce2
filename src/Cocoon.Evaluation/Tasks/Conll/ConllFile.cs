using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>Reads files of tagged words in the layout of CoNLL's shared tasks: a word a line, in columns between white space, a blank line between sentences.</summary>
/// <remarks>Tjong Kim Sang and De Meulder 2003, "Introduction to the CoNLL-2003 Shared Task". Lines that begin with "-DOCSTART-" stand between documents and are passed over.</remarks>
/// <param name="word">Column of the word, from 0.</param>
/// <param name="tag">Column of the tag; null: the last.</param>
/// <param name="namesOnly">Whether every tag must be O, or B- or I- and a type.</param>
public sealed class ConllFile(int word = 0, int? tag = null, bool namesOnly = true) : IExampleReader
{
    private const string Document = "-DOCSTART-";
    private const int LinesLookedAt = 2000;

    private static readonly string[] s_perhaps = [".txt", ".tsv"];

    /// <summary>Ends of the names of files that are always in this layout.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".conll", ".bio", ".iob"];

    /// <summary>How many columns a file in this layout has; null if it is in another.</summary>
    /// <remarks>By the end of its name; a <c>.txt</c> or <c>.tsv</c> is, if blank lines divide its lines and all of these have equally many columns, two at least.</remarks>
    /// <exception cref="TaskDataException">The file cannot be read.</exception>
    public static int? ColumnsOf(string file)
    {
        string extension = Path.GetExtension(file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file).ToLowerInvariant();
        bool certain = Extensions.Contains(extension, StringComparer.Ordinal);
        if (!certain && !s_perhaps.Contains(extension, StringComparer.Ordinal)) return null;
        (int? columns, bool blank, bool divided) = (null, false, false);
        foreach (var (_, text) in TaskLines.Read(file).Take(LinesLookedAt))
        {
            string[] cells = CellsOf(text);
            if (cells.Length == 0 || cells[0] == Document)
            {
                blank = true;
                continue;
            }
            divided |= blank && columns is not null;
            columns ??= cells.Length;
            if (!certain && (cells.Length != columns || cells.Length < 2)) return null;
        }
        return certain ? columns ?? 0 : divided ? columns : null;
    }

    /// <inheritdoc/>
    public ExampleSet Read(string name, string file)
    {
        var examples = new List<LabelledExample>();
        List<string> words = [], tags = [];
        ExamplePlace first = default;
        foreach (var (line, text) in TaskLines.Read(file))
        {
            string[] cells = CellsOf(text);
            if (cells.Length == 0 || cells[0] == Document)
            {
                Complete();
                continue;
            }
            var place = new ExamplePlace(file, line);
            if (words.Count == 0) first = place;
            words.Add(word < cells.Length ? cells[word] : throw new TaskDataException(place, $"there are {cells.Length} columns, but the word stands in column {word + 1}."));
            tags.Add(TagIn(cells, text, place));
        }
        Complete();
        return examples.Count > 0 ? new(name, file, examples) : throw new TaskDataException(file, "there is no sentence in the file.");

        void Complete()
        {
            if (words.Count == 0) return;
            examples.Add(new TaggedExample { Place = first, Id = examples.Count.ToString(CultureInfo.InvariantCulture), Text = string.Join(' ', words), Words = [.. words], Labels = [.. tags] });
            words.Clear();
            tags.Clear();
        }
    }

    private static string[] CellsOf(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private string TagIn(string[] cells, string text, ExamplePlace place)
    {
        if (cells.Length < 2 || tag >= cells.Length) throw new TaskDataException(place, $"\"{text.Trim()}\" has no tag. A line is a word, perhaps more columns, and its tag; a blank line ends a sentence.");
        string given = cells[tag ?? cells.Length - 1];
        return !namesOnly || Entity.IsTag(given) ? given : throw new TaskDataException(place, $"the tag \"{given}\" is neither O, nor B- or I- and a type. Convert the tags to IOB1 or IOB2 (BIO).");
    }
}
