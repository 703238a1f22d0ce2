using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon tokenizer inspect</c>: what a tokenizer consists of.</summary>
internal sealed class TokenizerInspectCommand : Verb
{
    private readonly Argument<string> _path = new("tokenizer") { Description = "Folder of the tokenizer, or its tokenizer.json or vocab.txt." };
    private readonly Option<bool> _json = JsonOption();

    public TokenizerInspectCommand() : base("inspect", "Show a tokenizer: size, options, fingerprint, its shortest and longest pieces.",
        ["cocoon tokenizer inspect tokenizer", "cocoon tokenizer inspect vocab.txt --json"])
    {
        Add(_path);
        Add(_json);
        SetAction(arguments => Show(ConsoleFor(arguments, _json), arguments.GetRequiredValue(_path)));
    }

    /// <summary>Prints the facts about a tokenizer.</summary>
    public static int Show(CommandConsole console, string path)
    {
        var tokenizer = WordPieceTokenizer.Load(path);
        var words = tokenizer.Tokens.Where(t => !t.StartsWith('[')).ToList();
        int continuing = words.Count(t => t.StartsWith(WordPieceTokenizer.ContinuingPrefix, StringComparison.Ordinal));
        string[] longest = [.. words.OrderByDescending(t => t.Length).ThenBy(t => t, StringComparer.Ordinal).Take(8)];
        double letters = words.Average(t => t.StartsWith(WordPieceTokenizer.ContinuingPrefix, StringComparison.Ordinal) ? t.Length - 2 : t.Length);
        console.Facts(new
        {
            Kind = "wordpiece", tokenizer.VocabularySize, tokenizer.Fingerprint, tokenizer.Options, tokenizer.Special, Continuing = continuing, MeanLetters = letters, Longest = longest,
        },
        [CommandConsole.Columns(
            ("kind", "WordPiece"),
            ("vocabulary", $"{tokenizer.VocabularySize:N0} tokens, {continuing:N0} of them continue a word"),
            ("options", $"{(tokenizer.Options.Lowercase ? "lower case" : "cased")}, accents {(tokenizer.Options.StripAccents ?? tokenizer.Options.Lowercase ? "stripped" : "kept")}"),
            ("special", string.Join(", ", new[] { tokenizer.Special.Pad, tokenizer.Special.Unknown, tokenizer.Special.Classify, tokenizer.Special.Separate, tokenizer.Special.Mask }.Select(id => $"{tokenizer.TokenOf(id)} = {id}"))),
            ("mean piece", $"{letters:0.0} letters"),
            ("longest", string.Join(", ", longest)),
            ("fingerprint", tokenizer.Fingerprint))]);
        return ExitCode.Ok;
    }
}
