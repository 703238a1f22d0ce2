using System.CommandLine;
using System.Text;
using System.Text.Json;
using Cocoon.Models;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon correct</c>: words that do not belong where they stand, and others that would.</summary>
internal sealed class CorrectCommand : Verb
{
    private const long LargestText = 64 << 20;
    private const ulong Seed = 1;

    private readonly Argument<string?> _text = new("text") { Description = "What to correct; without it, --file or standard input.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _model = new("--model", "-m") { Description = "A run, its model folder, or one of its checkpoints.", Required = true, HelpName = "folder" };
    private readonly Option<FileInfo?> _file = new("--file", "-f") { Description = "A UTF-8 text file to correct.", HelpName = "path" };
    private readonly Option<double> _threshold = new("--threshold") { Description = "Report words at least this probably wrong, from 0 (all words) to 1.", DefaultValueFactory = _ => new CorrectorOptions().Threshold, HelpName = "p" };
    private readonly Option<int> _proposals = new("--proposals") { Description = "Other words proposed for each.", DefaultValueFactory = _ => new CorrectorOptions().Proposals, HelpName = "n" };
    private readonly Option<bool> _apply = new("--apply") { Description = "Print the text with the best proposals in place instead of the list." };
    private readonly Option<string[]> _exercise = new("--exercise") { Description = "Exchange one word in each of many sentences of this held-out text, and score how often the model finds and repairs it: files or folders of .txt or .jsonl, plain or .gz.", HelpName = "path", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _sentences = new("--sentences") { Description = "With --exercise: how many sentences, drawn at random.", DefaultValueFactory = _ => 300, HelpName = "n" };
    private readonly Option<int> _show = new("--show") { Description = "With --exercise: how many of them to show, the first ones, as they come.", DefaultValueFactory = _ => 20, HelpName = "n" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public CorrectCommand() : base("correct", "Find words that do not belong where they stand, and propose others: what COCO-LM's main model was trained for.",
    [
        "cocoon correct --model runs/first \"She walked slowly along the piano to the village.\"",
        "cocoon correct --model runs/first --file letter.txt --threshold 0.8",
        "cocoon correct --model runs/first --apply < letter.txt > better.txt",
        "cocoon correct --model runs/first --exercise held-out.jsonl.gz > exercise.md  # how good is it?",
    ])
    {
        _threshold.Validators.Add(r => { if (r.GetValueOrDefault<double>() is not (>= 0 and <= 1)) r.AddError("--threshold: choose 0 to 1."); });
        _proposals.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 0 or > 1000) r.AddError("--proposals: choose 0 to 1000."); });
        _sentences.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 1 or > 1_000_000) r.AddError("--sentences: choose 1 to 1000000."); });
        _show.Validators.Add(r => { if (r.GetValueOrDefault<int>() < 0) r.AddError("--show: choose 0 or more."); });
        Add(_text);
        foreach (var option in new Option[] { _model, _file, _threshold, _proposals, _apply, _exercise, _sentences, _show, _threads, _json }) Add(option);
        SetAction(Correct);
    }

    private int Correct(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string[] exercise = arguments.GetValue(_exercise) ?? [];
        string text = exercise.Length == 0 ? Text(arguments) : "";
        if (exercise.Length > 0 && (arguments.GetValue(_text) is not null || arguments.GetValue(_file) is not null || arguments.GetValue(_apply)))
            throw new UsageException("--exercise brings its own text: give neither a text, --file nor --apply with it.");
        using var model = ModelLocator.Load(arguments.GetRequiredValue(_model), console.Say);
        using var engine = new Engine(model.Precision, arguments.GetValue(_threads));
        if (model.Network is not ICorrectingNetwork { Decision: not null } network)
            throw new UsageException("This model was trained without deciding which tokens are original: it cannot correct text. COCO-LM and ELECTRA can.");
        if (network.Language is null) console.Say("This model finds wrong words, but was not trained to propose others.");
        if (exercise.Length > 0) return Exercise(console, arguments, network, model.Tokenizer, engine, TextCorpus.Open(exercise));
        using var corrector = new Corrector(engine.Kernels, network, model.Tokenizer, new() { Threshold = arguments.GetValue(_threshold), Proposals = arguments.GetValue(_proposals) });
        var corrections = corrector.Correct(text);
        if (arguments.GetValue(_apply)) console.Output.WriteLine(Corrector.Apply(text, corrections).TrimEnd('\n'));
        else Print(console, text, corrections);
        return ExitCode.Ok;
    }

    /// <summary>Draws sentences from held-out text, damages them, and tells how the model fares.</summary>
    private int Exercise(CommandConsole console, ParseResult arguments, ICorrectingNetwork network, Tokenizer tokenizer, Engine engine, TextCorpus corpus)
    {
        var sentences = ProgressLine.During(console, "reading", line =>
            DamagedSentence.From(corpus.Read(line).Select(d => d.Text), tokenizer, arguments.GetValue(_sentences), Seed));
        if (sentences.Count == 0) throw new InvalidDataException($"{corpus.Files[0].Path}: no sentence of 8 to 24 words with a word that is one token. Give more text, or text of the language that the model was trained on.");
        using var corrector = new Corrector(engine.Kernels, network, tokenizer, new() { Threshold = 0, Proposals = Math.Max(CorrectionExercise.Few, arguments.GetValue(_proposals)) });
        var result = CorrectionExercise.Run(corrector, sentences, arguments.GetValue(_show), arguments.GetValue(_threshold));
        console.Facts(new { Rule = DamagedSentence.Rule, Seed, Exercise = result },
        [
            CommandConsole.Line($"Held out: {string.Join(", ", corpus.Files.Select(f => f.Name))}. Rule (seed {Seed}): {DamagedSentence.Rule}. The first {result.Shown.Count:N0} of {result.Sentences:N0}:\n"),
            .. ExerciseReport.Draw(result),
        ]);
        return ExitCode.Ok;
    }

    /// <summary>One line a doubtful word, its place, how probably it is wrong, what could stand there; on a terminal, the words where they stand.</summary>
    private static void Print(CommandConsole console, string text, IReadOnlyList<Correction> corrections)
    {
        if (corrections.Count == 0) console.Say("Nothing is doubtful. A lower --threshold shows what comes next.");
        if (console.Width is not null && !console.Json)
        {
            foreach (var picture in MarkedText.Draw(text, corrections)) console.Show(picture);
            return;
        }
        foreach (var correction in corrections)
        {
            var (line, column) = Place(text, correction.Offset);
            string proposals = MarkedText.Text(correction.Proposals);
            console.Output.WriteLine(console.Json
                ? JsonSerializer.Serialize(new { line, column, correction.Offset, correction.Length, correction.Word, correction.WrongProbability, correction.Proposals }, CommandConsole.OneLine)
                : $"{line}:{column}  {correction.Word}  wrong {MarkedText.Number(correction.WrongProbability)}{(proposals.Length > 0 ? "  → " : "")}{proposals}");
        }
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
