using System.CommandLine;
using System.Text.Json;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon tokenizer encode</c>: text in, ids out, line by line.</summary>
internal sealed class TokenizerEncodeCommand : Verb
{
    private readonly Option<string> _tokenizer = new("--tokenizer", "-t") { Description = "Folder of the tokenizer, or its tokenizer.json, vocab.txt, SentencePiece .model, or vocab.json with merges.txt beside it.", Required = true, HelpName = "path" };
    private readonly Argument<string?> _text = new("text") { Description = "What to encode; without it, each line of standard input.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _pieces = new("--pieces") { Description = "Print the pieces themselves instead of their ids." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object a line: text, ids, tokens, and the part of the text that each stands for." };

    public TokenizerEncodeCommand() : base("encode", "Turn text into token ids, one line of output for each line of input. No special tokens are added.",
    [
        "cocoon tokenizer encode -t tokenizer \"It was the best of times.\"",
        "cocoon tokenizer encode -t tokenizer --pieces < book.txt | head",
    ], "cocoon tokenizer decode -t tokenizer 2023 2003")
    {
        Add(_text);
        Add(_tokenizer);
        Add(_pieces);
        Add(_json);
        SetAction(Encode);
    }

    private int Encode(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        var tokenizer = Tokenizer.Load(arguments.GetRequiredValue(_tokenizer));
        var ids = new IntList();
        var spans = new List<TokenSpan>();
        foreach (string line in InputLines.Read(arguments.GetValue(_text) is { } text ? [text] : []))
        {
            ids.Clear();
            spans.Clear();
            tokenizer.Encode(line, ids, spans);
            if (console.Json) console.Output.WriteLine(Describe(line, tokenizer, ids, spans));
            else console.Output.WriteLine(string.Join(' ', arguments.GetValue(_pieces) ? [.. Tokens(tokenizer, ids)] : ids.Span.ToArray().Select(id => $"{id}")));
        }
        return ExitCode.Ok;
    }

    private static IEnumerable<string> Tokens(Tokenizer tokenizer, IntList ids) => ids.Span.ToArray().Select(tokenizer.TokenOf);

    private static string Describe(string text, Tokenizer tokenizer, IntList ids, List<TokenSpan> spans) => JsonSerializer.Serialize(new
    {
        text,
        ids = ids.Span.ToArray(),
        tokens = Tokens(tokenizer, ids),
        offsets = spans.Select(s => new[] { s.Start, s.End }),
    }, CommandConsole.OneLine);
}
