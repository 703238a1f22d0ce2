using System.CommandLine;
using Cocoon.Models;
using Cocoon.Text;
using Cocoon.Training;
using Spectre.Console;

namespace Cocoon.Cli;

/// <summary><c>cocoon quickstart</c>: the whole path on the bundled sample, in a few minutes.</summary>
internal sealed class QuickstartCommand : Verb
{
    private const string Recipe = "recipes/pretrain/quickstart.json";
    private const int ExercisedSentences = 300, ExamplesShown = 6;

    private readonly Interruption _interruption;
    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder to write everything to; must be new.", DefaultValueFactory = _ => "runs/quickstart", HelpName = "folder" };
    private readonly Option<string[]> _set = new("--set") { Description = "Override a field of the recipe; repeatable.", DefaultValueFactory = _ => [], HelpName = "path=value" };
    private readonly Option<int> _threads = ThreadsOption();

    public QuickstartCommand(Interruption interruption) : base("quickstart",
        "Walk the whole path in a few minutes: divide four novels into text to train and to test on, train a tokenizer, write shards, pretrain a small COCO-LM, draw its curves, and let it find wrong words.",
        ["cocoon quickstart", "cocoon quickstart --out /tmp/first --set training.steps=200"],
        "the same steps on your own text: cocoon tokenizer train --help, cocoon data prepare --help, cocoon pretrain --help")
    {
        _interruption = interruption;
        Add(_out);
        Add(_set);
        Add(_threads);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var console = ConsoleFor(arguments);
        string folder = arguments.GetRequiredValue(_out);
        OutputFolder.RequireNew(folder, "Choose another folder with --out, or delete this one first.");
        var recipe = Cli.Recipe.Load(ShippedFiles.Find(Recipe), arguments.GetRequiredValue(_set));
        string train = Path.Combine(folder, "text", "train"), heldOut = Path.Combine(folder, "text", "held-out"), run = Path.Combine(folder, "run");

        console.Say("1/5  text: the ends of four novels are held out");
        SampleText.Divide(ShippedFiles.Samples, train, heldOut);
        console.Say($"2/5  tokenizer: {recipe.Model.VocabularySize:N0} word pieces");
        var tokenizer = TokenizerTrainCommand.Train(console, TextCorpus.Open([train]), new WordPieceTrainerOptions { VocabularySize = recipe.Model.VocabularySize }, Path.Combine(folder, "tokenizer"));
        console.Say("3/5  shards of token ids");
        var data = Prepare(console, tokenizer, train, Path.Combine(folder, "data"));
        var evaluation = Prepare(console, tokenizer, heldOut, Path.Combine(folder, "data-held-out"));
        console.Say("4/5  pretraining");
        int exit = Pretrain(console, recipe, run, data, evaluation, arguments.GetValue(_threads));
        if (exit != ExitCode.Ok) return exit;
        console.Say("5/5  what it learned");
        Show(console, new RunFolder(run), heldOut, arguments.GetValue(_threads));
        SayNext(console, folder);
        return ExitCode.Ok;
    }

    private static PreparedData Prepare(CommandConsole console, Tokenizer tokenizer, string text, string folder)
    {
        DataPrepareCommand.Prepare(console, TextCorpus.Open([text]), tokenizer, folder, new());
        return PreparedData.Open(folder);
    }

    private int Pretrain(CommandConsole console, Recipe recipe, string folder, PreparedData data, PreparedData evaluation, int threads)
    {
        using var engine = new Engine(recipe.Precision, threads);
        var plan = PretrainingPlan.Of(recipe);
        var peak = new PeakMeasurement(engine.Kernels);
        console.Say(new Padder(plan.Lines(recipe, peak.Flops), new(5, 0, 0, 0)));
        using var run = PretrainingRun.Begin(folder, recipe, data, evaluation, start: null, engine, TimeProvider.System, console.Say);
        return PretrainCommand.Train(run, engine, plan, peak, console, maxTime: null, _interruption);
    }

    private static void Show(CommandConsole console, RunFolder run, string heldOut, int threads)
    {
        var metrics = MetricsLog.Read(run.Metrics);
        foreach (var (name, meaning) in new[]
        {
            ("terms.mlm", "mlm: nats a masked word, auxiliary model"), ("terms.copy", "copy: nats a word, is it the original?"), ("terms.lm", "lm: nats a replaced word, main model"),
        })
        {
            foreach (string line in TextPlot.Draw(metrics[name] with { Name = meaning })) console.Output.WriteLine("  " + line);
            console.Output.WriteLine();
        }
        using var model = ModelFolder.Load(run.Model);
        using var engine = new Engine(model.Precision, threads);
        using var corrector = new Corrector(engine.Kernels, (ICorrectingNetwork)model.Network, model.Tokenizer, new() { Threshold = 0, Proposals = CorrectionExercise.Few });
        var sentences = DamagedSentence.From(TextCorpus.Open([heldOut]).Read().Select(d => d.Text), model.Tokenizer, ExercisedSentences, seed: 1);
        console.Output.WriteLine("Held-out sentences in which one word was exchanged for one of another sentence:");
        console.Output.WriteLine();
        var exercise = CorrectionExercise.Run(corrector, sentences, ExamplesShown, new CorrectorOptions().Threshold);
        foreach (var picture in ExerciseReport.Draw(exercise)) console.Show(picture);
    }

    private static void SayNext(CommandConsole console, string folder)
    {
        console.Say("");
        console.Say(CommandConsole.Columns(
            ("text", Path.Combine(folder, "text")), ("tokenizer", Path.Combine(folder, "tokenizer")), ("shards", $"{Path.Combine(folder, "data")}, {Path.Combine(folder, "data-held-out")}"),
            ("run", Path.Combine(folder, "run")), ("model", Path.Combine(folder, "run", "model")), ("report", Path.Combine(folder, "run", "report.html"))));
        console.Say("");
        console.Say("Next, on text of your own:");
        console.Say("  cocoon tokenizer train --input <text> --vocab-size 8192 --out tokenizer");
        console.Say("  cocoon data prepare --input <text> --tokenizer tokenizer --out data");
        console.Say("  cocoon pretrain recipes/pretrain/coco-lm-mini.json --data data --run runs/first");
        console.Say($"Or look closer: cocoon inspect {folder}/run --batch 100; cocoon correct --model {folder}/run --exercise {Path.Combine(folder, "text", "held-out")}");
    }
}
