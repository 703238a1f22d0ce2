using System.CommandLine;
using System.Globalization;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon tokenizer decode</c>: ids in, text out.</summary>
internal sealed class TokenizerDecodeCommand : Verb
{
    private readonly Option<string> _tokenizer = new("--tokenizer", "-t") { Description = "Folder of the tokenizer, or its tokenizer.json, vocab.txt, SentencePiece .model, or vocab.json with merges.txt beside it.", Required = true, HelpName = "path" };
    private readonly Argument<string[]> _ids = new("ids") { Description = "Token ids; without them, the ids on each line of standard input.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _special = new("--keep-special") { Description = "Write special tokens such as [CLS] and [SEP], too." };

    public TokenizerDecodeCommand() : base("decode", "Turn token ids back into text.",
        ["cocoon tokenizer decode -t tokenizer 87 412 9", "cocoon tokenizer encode -t tokenizer < book.txt | cocoon tokenizer decode -t tokenizer"])
    {
        Add(_ids);
        Add(_tokenizer);
        Add(_special);
        SetAction(Decode);
    }

    private int Decode(ParseResult arguments)
    {
        var console = ConsoleFor(arguments);
        var tokenizer = Tokenizer.Load(arguments.GetRequiredValue(_tokenizer));
        string[] given = arguments.GetValue(_ids) ?? [];
        long line = 0;
        foreach (string ids in InputLines.Read(given.Length > 0 ? [string.Join(' ', given)] : []))
        {
            line++;
            int[] numbers = [.. ids.Split((char[])[' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(id => Parse(id, line, tokenizer))];
            console.Output.WriteLine(tokenizer.Decode(numbers, skipSpecial: !arguments.GetValue(_special)));
        }
        return ExitCode.Ok;
    }

    private static int Parse(string text, long line, Tokenizer tokenizer) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id < tokenizer.VocabularySize
            ? id
            : throw new InvalidDataException($"line {line}: '{text}' is not an id of this tokenizer: they go from 0 to {tokenizer.VocabularySize - 1}.");
}
