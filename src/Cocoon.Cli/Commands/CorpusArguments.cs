using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>The options that name text and say how to read it; the same for every verb that reads text.</summary>
internal sealed class CorpusArguments
{
    private const string FileSeparator = "file", BlankLineSeparator = "blank-line";

    private readonly Option<string[]> _input = new("--input", "-i")
    {
        Description = "Text to read: files or folders of .txt or .jsonl, plain or .gz; repeatable.", HelpName = "path", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _separator = new("--separator")
    {
        Description = "What ends a document in .txt files: the file, or a blank line.", DefaultValueFactory = _ => FileSeparator,
    };

    private readonly Option<string> _textField = new("--text-field")
    {
        Description = "Field of a .jsonl object that holds the text.", DefaultValueFactory = _ => new CorpusOptions().TextField, HelpName = "name",
    };

    private readonly Option<int> _maxDocumentBytes = new("--max-document-bytes")
    {
        Description = "Longest document accepted, in bytes; bounds the memory.", DefaultValueFactory = _ => new CorpusOptions().MaxDocumentBytes, HelpName = "n",
    };

    public CorpusArguments(Command command, bool required = true)
    {
        _input.Required = required;
        _separator.AcceptOnlyFromAmong(FileSeparator, BlankLineSeparator);
        _maxDocumentBytes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1 << 30) result.AddError("--max-document-bytes: choose 1 to 1073741824.");
        });
        command.Add(_input);
        command.Add(_separator);
        command.Add(_textField);
        command.Add(_maxDocumentBytes);
    }

    /// <summary>True if text was named.</summary>
    public bool AreGiven(ParseResult arguments) => arguments.GetValue(_input) is { Length: > 0 };

    /// <summary>What was named, in the order of the command line.</summary>
    public IReadOnlyList<string> Paths(ParseResult arguments) => arguments.GetRequiredValue(_input);

    /// <summary>Finds the files; nothing is read yet.</summary>
    public TextCorpus Open(ParseResult arguments) => Open(arguments, Paths(arguments));

    /// <summary>Finds the files under some of the paths that were named.</summary>
    public TextCorpus Open(ParseResult arguments, IEnumerable<string> paths) => TextCorpus.Open(paths, new()
    {
        Separator = arguments.GetValue(_separator) == BlankLineSeparator ? DocumentSeparator.BlankLine : DocumentSeparator.File,
        TextField = arguments.GetRequiredValue(_textField),
        MaxDocumentBytes = arguments.GetValue(_maxDocumentBytes),
    });

    /// <summary>Says in this command line's words what the library says in its own.</summary>
    public static string Translate(string message) => message
        .Replace("set CorpusOptions.Separator to BlankLine", "give --separator blank-line", StringComparison.Ordinal)
        .Replace("CorpusOptions.TextField", "--text-field", StringComparison.Ordinal)
        .Replace("PairFields.Premise", "--premise", StringComparison.Ordinal)
        .Replace("PairFields.Hypothesis", "--hypothesis", StringComparison.Ordinal)
        .Replace("PairFields.Label", "--label", StringComparison.Ordinal)
        .Replace("CorpusOptions.MaxDocumentBytes", "--max-document-bytes", StringComparison.Ordinal)
        .Replace("VocabularySize", "--vocab-size", StringComparison.Ordinal)
        .Replace("AlphabetLimit", "--alphabet-limit", StringComparison.Ordinal)
        .Replace("CharacterCoverage", "--character-coverage", StringComparison.Ordinal)
        .Replace("MinFrequency", "--min-frequency", StringComparison.Ordinal);
}
