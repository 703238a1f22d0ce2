using System.CommandLine;
using System.Text;
using System.Text.Json;
using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary><c>cocoon correct</c>: words that do not belong where they stand, and others that would.</summary>
internal sealed class CorrectCommand : Verb
{
    private const long LargestText = 64 << 20;

    private readonly Argument<string?> _text = new("text") { Description = "What to correct; without it, --file or standard input.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _model = new("--model", "-m") { Description = "A run, its model folder, or one of its checkpoints.", Required = true, HelpName = "folder" };
    private readonly Option<FileInfo?> _file = new("--file", "-f") { Description = "A UTF-8 text file to correct.", HelpName = "path" };
    private readonly Option<double> _threshold = new("--threshold") { Description = "Report words at least this probably wrong, from 0 (all words) to 1.", DefaultValueFactory = _ => new CorrectorOptions().Threshold, HelpName = "p" };
    private readonly Option<int> _proposals = new("--proposals") { Description = "Other words proposed for each.", DefaultValueFactory = _ => new CorrectorOptions().Proposals, HelpName = "n" };
    private readonly Option<bool> _apply = new("--apply") { Description = "Print the text with the best proposals in place instead of the list." };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public CorrectCommand() : base("correct", "Find words that do not belong where they stand, and propose others: what COCO-LM's main model was trained for.",
    [
        "cocoon correct --model runs/first \"She walked slowly along the piano to the village.\"",
        "cocoon correct --model runs/first --file letter.txt --threshold 0.8",
        "cocoon correct --model runs/first --apply < letter.txt > better.txt",
    ])
    {
        _threshold.Validators.Add(r => { if (r.GetValueOrDefault<double>() is not (>= 0 and <= 1)) r.AddError("--threshold: choose 0 to 1."); });
        _proposals.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 0 or > 1000) r.AddError("--proposals: choose 0 to 1000."); });
        foreach (var symbol in new Symbol[] { _text, _model, _file, _threshold, _proposals, _apply, _threads, _json })
            if (symbol is Argument argument) Add(argument);
            else Add((Option)symbol);
        SetAction(Correct);
    }

    private int Correct(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string text = Text(arguments);
        using var model = ModelLocator.Load(arguments.GetRequiredValue(_model), console.Say);
        using var engine = new Engine(model.Precision, arguments.GetValue(_threads));
        if (model.Network.CopyHead is null || model.Network.LanguageHead is null)
            throw new UsageException("This model was trained without deciding what to copy, or without correcting (an ablation): it cannot correct text.");
        using var corrector = new Corrector(engine.Kernels, model.Network, model.Tokenizer, new() { Threshold = arguments.GetValue(_threshold), Proposals = arguments.GetValue(_proposals) });
        var corrections = corrector.Correct(text);
        if (arguments.GetValue(_apply)) console.Output.WriteLine(Corrector.Apply(text, corrections).TrimEnd('\n'));
        else Print(console, text, corrections);
        return ExitCode.Ok;
    }

    /// <summary>One line a doubtful word: its place, how probably it is wrong, what could stand there.</summary>
    public static void Print(CommandConsole console, string text, IReadOnlyList<Correction> corrections)
    {
        foreach (var correction in corrections)
        {
            var (line, column) = Place(text, correction.Offset);
            string proposals = string.Join(", ", correction.Proposals.Select(p => $"{p.Word} {p.Probability:0.00}"));
            if (console.Json)
                console.Output.WriteLine(JsonSerializer.Serialize(new { line, column, correction.Offset, correction.Length, correction.Word, correction.WrongProbability, correction.Proposals }, CommandConsole.OneLine));
            else
                console.Output.WriteLine($"{line}:{column}  {correction.Word}  wrong {correction.WrongProbability:0.00}  → {proposals}");
        }
        if (corrections.Count == 0) console.Say("Nothing is doubtful. A lower --threshold shows what comes next.");
    }

    private string Text(ParseResult arguments)
    {
        string? given = arguments.GetValue(_text);
        var file = arguments.GetValue(_file);
        if (given is not null && file is not null) throw new UsageException("Give either a text or --file, not both.");
        if (given is not null) return given;
        string name = file?.FullName ?? "standard input";
        using var stream = file is null ? Console.OpenStandardInput() : file.OpenRead();
        using var memory = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        while (stream.Read(buffer) is > 0 and int read)
        {
            memory.Write(buffer, 0, read);
            if (memory.Length > LargestText) throw new InvalidDataException($"{name}: more than {LargestText >> 20} MiB. Correct it in parts.");
        }
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(memory.GetBuffer(), 0, (int)memory.Length);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{name}, byte {e.Index}: not UTF-8. Convert it first, for example with iconv -t UTF-8.", e);
        }
    }

    private static (int Line, int Column) Place(string text, int offset)
    {
        int line = 1 + text.AsSpan(0, offset).Count('\n'), start = text.LastIndexOf('\n', Math.Max(0, offset - 1)) + 1;
        return (line, offset - Math.Min(offset, start) + 1);
    }
}
