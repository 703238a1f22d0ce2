using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon tokenizer inspect</c>: what a tokenizer consists of.</summary>
internal sealed class TokenizerInspectCommand : Verb
{
    private readonly Argument<string> _path = new("tokenizer") { Description = "Folder of the tokenizer, or its tokenizer.json, vocab.txt, SentencePiece .model, or vocab.json with merges.txt beside it." };
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
        var tokenizer = Tokenizer.Load(path);
        int[] pieces = [.. Enumerable.Range(0, tokenizer.VocabularySize).Where(id => IsPiece(tokenizer, id))];
        int continuing = pieces.Count(tokenizer.ContinuesWord);
        string[] longest = [.. pieces.Select(tokenizer.TokenOf).OrderByDescending(t => t.Length).ThenBy(t => t, StringComparer.Ordinal).Take(8)];
        double letters = pieces.Length == 0 ? 0 : pieces.Average(id => Letters(tokenizer, id));
        var options = (tokenizer as WordPieceTokenizer)?.Options;
        console.Facts(new
        {
            Kind = tokenizer.Kind.ToLowerInvariant(), tokenizer.VocabularySize, tokenizer.Fingerprint, Options = options, tokenizer.Special, tokenizer.AddedTokens,
            tokenizer.IgnoresCase, Continuing = continuing, MeanLetters = letters, Longest = longest,
        },
        [CommandConsole.Columns(
            ("kind", tokenizer.Kind),
            ("vocabulary", $"{tokenizer.VocabularySize:N0} tokens, {continuing:N0} of them continue a word"),
            ("options", (tokenizer.IgnoresCase ? "lower case" : "cased") + (options is null ? "" : $", accents {(options.StripAccents ?? options.Lowercase ? "stripped" : "kept")}")),
            ("special", string.Join(", ", Roles(tokenizer.Special).Where(id => id >= 0).Distinct().Select(id => $"{tokenizer.TokenOf(id)} = {id}"))),
            ("mean piece", $"{letters:0.0} letters"),
            ("longest", string.Join(", ", longest)),
            ("fingerprint", tokenizer.Fingerprint))]);
        return ExitCode.Ok;
    }
    private static int[] Roles(SpecialTokens special) => [special.Pad, special.Unknown, special.Classify, special.Separate, special.Mask];

    private static bool IsPiece(Tokenizer tokenizer, int id) => tokenizer.TokenOf(id).Length > 0 && !tokenizer.AddedTokens.Any(token => token.Id == id);

    private static int Letters(Tokenizer tokenizer, int id) =>
        tokenizer.TokenOf(id).Length - (tokenizer is WordPieceTokenizer && tokenizer.ContinuesWord(id) ? WordPieceTokenizer.ContinuingPrefix.Length : 0);
}
