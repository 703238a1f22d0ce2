using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>Reads the files of CoNLL's shared tasks: a word a line with its tag in the last column, a blank line between sentences.</summary>
/// <remarks>Tjong Kim Sang and De Meulder 2003, "Introduction to the CoNLL-2003 Shared Task". Lines that begin with "-DOCSTART-" stand between documents and are passed over.</remarks>
public sealed class ConllFile : IExampleReader
{
    private const string Document = "-DOCSTART-";

    /// <inheritdoc/>
    public ExampleSet Read(string name, string file)
    {
        var examples = new List<LabelledExample>();
        List<string> words = [], tags = [];
        ExamplePlace first = default;
        foreach (var (line, text) in TaskLines.Read(file))
        {
            string[] cells = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length == 0 || cells[0] == Document)
            {
                Complete();
                continue;
            }
            var place = new ExamplePlace(file, line);
            if (cells.Length < 2) throw new TaskDataException(place, $"\"{text.Trim()}\" has no tag. A line is a word, perhaps more columns, and its tag; a blank line ends a sentence.");
            if (!Entity.IsTag(cells[^1])) throw new TaskDataException(place, $"the tag \"{cells[^1]}\" is neither O, nor B- or I- and a type. Convert the tags to IOB1 or IOB2 (BIO).");
            if (words.Count == 0) first = place;
            words.Add(cells[0]);
            tags.Add(cells[^1]);
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
}
