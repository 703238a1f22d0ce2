using System.CommandLine;
using System.Text.Json;
using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary><c>cocoon fill</c>: what could stand where a word is masked.</summary>
internal sealed class FillCommand : Verb
{
    private readonly Argument<string[]> _texts = new("text") { Description = "Texts with [MASK] (or the tokenizer's own mask) where a word is missing; without them, the lines of --file or standard input.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _model = new("--model", "-m") { Description = "A run, its model folder, or one of its checkpoints.", Required = true, HelpName = "folder" };
    private readonly Option<FileInfo?> _file = new("--file", "-f") { Description = "A UTF-8 file; each line is a text of its own.", HelpName = "path" };
    private readonly Option<int> _top = new("--top") { Description = "Words proposed for each mask.", DefaultValueFactory = _ => 5, HelpName = "n" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object a mask: its place, and the words with their probabilities." };

    public FillCommand() : base("fill", "Guess masked words: a masked language model's own task, and that of COCO-LM's auxiliary model and ELECTRA's generator.",
    [
        "cocoon fill --model runs/first \"She walked slowly along the [MASK] to the village.\"",
        "cocoon fill --model runs/first --top 20 --json --file prompts.txt > words.jsonl",
    ])
    {
        _top.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 1 or > 1000) r.AddError("--top: choose 1 to 1000."); });
        Add(_texts);
        foreach (var option in new Option[] { _model, _file, _top, _threads, _json }) Add(option);
        SetAction(Fill);
    }

    private int Fill(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        var texts = InputLines.Read(arguments.GetValue(_texts) ?? [], arguments.GetValue(_file));
        using var model = ModelLocator.Load(arguments.GetRequiredValue(_model), console.Say);
        int mask = model.Tokenizer.Special.Mask;
        if (model.Network is not IFillingNetwork { Filling: not null } network || mask < 0)
            throw new UsageException("This model was not trained to guess masked words: it cannot fill them in. COCO-LM, ELECTRA, BART, XLNet, UniLM and masked language models can.");
        using var engine = new Engine(model.Precision, arguments.GetValue(_threads));
        using var filler = new Filler(engine.Kernels, network, model.Tokenizer, arguments.GetValue(_top));
        string token = model.Tokenizer.TokenOf(mask);
        int line = 0, filled = 0;
        foreach (string text in texts)
        {
            line++;
            var blanks = filler.Fill(text);
            foreach (var blank in blanks) Print(console, line, token, blank);
            filled += blanks.Count;
        }
        return filled > 0 ? ExitCode.Ok : throw new UsageException($"There is no {token} in the text. Write {token} where a word is missing.");
    }

    private static void Print(CommandConsole console, int line, string token, Blank blank)
    {
        int column = blank.Offset + 1;
        console.Output.WriteLine(console.Json
            ? JsonSerializer.Serialize(new { line, column, blank.Offset, blank.Length, blank.Proposals }, CommandConsole.OneLine)
            : $"{line}:{column}  {token}  → {MarkedText.Text(blank.Proposals)}");
    }
}
