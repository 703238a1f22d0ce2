using System.CommandLine;
using System.Globalization;
using Cocoon.Evaluation;
using Cocoon.Training;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary><c>cocoon finetune SST-2 --model runs/first --data glue/SST-2 --run runs/sst2</c></summary>
internal sealed class FineTuneCommand : Verb
{
    private const string Model = "model", None = "none";

    private readonly Interruption _interruption;
    private readonly TaskColumns _columns = new();
    private readonly Argument<string> _task = new("task") { Description = $"{string.Join(", ", TaskCatalog.All.Select(t => t.Name))}; or '{OwnTask.Name}' for labelled texts of your own." };
    private readonly Option<string> _model = new("--model", "-m") { Description = "The pretrained encoder: a run, its model folder, a checkpoint, or a model that was fine-tuned before.", Required = true, HelpName = "folder" };
    private readonly Option<string> _data = new("--data", "-d") { Description = "Folder with the task's own files; for data of your own a folder with train and dev files (.tsv, .csv, .jsonl; .conll for tagged words; .gz of them), or the training file.", Required = true, HelpName = "path" };
    private readonly Option<string?> _run = new("--run", "-r") { Description = "Folder to write the run to; must be new.", HelpName = "folder" };
    private readonly Option<string> _recipe = new("--recipe") { Description = "How to learn, as JSON: a file, or the name of one that comes with the tool (see recipes/finetune/).", DefaultValueFactory = _ => "recipes/finetune/coco-lm.json", HelpName = "file" };
    private readonly Option<string[]> _set = new("--set") { Description = "Override a field of the recipe; repeatable.", DefaultValueFactory = _ => [], HelpName = "path=value" };
    private readonly Option<int?> _seeds = new("--seeds") { Description = "Train with the seeds 1 to n and report the median; short for --set seeds=[1,…,n].", HelpName = "n" };
    private readonly Option<string> _from = new("--from") { Description = $"Where the weights come from: '{Model}', or '{None}' for initial ones in a model of the same sizes, to see what pretraining is worth.", DefaultValueFactory = _ => Model };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check everything, and print the plan and what was noticed in the data only." };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<TimeSpan?> _maxTime = PretrainCommand.MaxTimeOption();
    private readonly Option<bool> _json = new("--json") { Description = "Print the results as JSON." };

    public FineTuneCommand(Interruption interruption) : base("finetune",
        "Train a pretrained encoder for a task: an answer about a text or a pair of texts. The best checkpoint on the development data is kept.\nCtrl-C or SIGTERM finishes the step, writes a checkpoint and exits with 75; cocoon resume goes on.",
    [
        "cocoon finetune SST-2 --model runs/first --data glue/SST-2 --run runs/sst2",
        "cocoon finetune RTE --model runs/first --data glue/RTE --run runs/rte --seeds 5   # median and spread",
        "cocoon finetune custom --model runs/first --data reviews.csv --dry-run   # which columns were found?",
        "cocoon finetune custom --model runs/first --data reviews.csv --text review --label stars --kind regression --run runs/stars",
        "cocoon finetune custom --model runs/first --data names.conll --run runs/names   # a word a line, its tag last",
        "cocoon finetune CoLA --model runs/first --data glue/CoLA --run runs/cola --set search.peakLearningRate=[1e-4,3e-4] --set search.epochs=[3,10]",
    ], "cocoon evaluate --model runs/sst2 --data glue/SST-2, cocoon classify --model runs/sst2 \"…\"")
    {
        _interruption = interruption;
        _from.AcceptOnlyFromAmong(Model, None);
        _seeds.Validators.Add(r => { if (r.GetValueOrDefault<int?>() is < 1 or > 1000) r.AddError("--seeds: choose 1 to 1000."); });
        Add(_task);
        foreach (var option in (IEnumerable<Option>)[_model, _data, _run, _recipe, _set, _seeds, _from, .. _columns.Options, _dryRun, _threads, _maxTime, _json]) Add(option);
        SetAction(FineTune);
    }

    private int FineTune(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string? run = arguments.GetValue(_run);
        bool dryRun = arguments.GetValue(_dryRun);
        if (!dryRun && run is null) throw new UsageException("Training needs --run; only --dry-run works without it. See: cocoon finetune --help");
        IEnumerable<string> overrides = arguments.GetRequiredValue(_set);
        if (arguments.GetValue(_seeds) is { } seeds) overrides = overrides.Append(string.Create(CultureInfo.InvariantCulture, $"seeds=[{string.Join(',', Enumerable.Range(1, seeds))}]"));
        using var opened = FineTuningFolder.Open(new()
        {
            Task = arguments.GetRequiredValue(_task), Data = Path.GetFullPath(arguments.GetRequiredValue(_data)), Columns = _columns.Of(arguments),
            Model = Path.GetFullPath(arguments.GetRequiredValue(_model)), Pretrained = arguments.GetRequiredValue(_from) == Model, Fingerprint = "",
            Options = FineTuningRecipe.LoadOptions(ShippedFiles.FindRecipe(arguments.GetRequiredValue(_recipe), "finetune"), overrides),
        }, console.Say);
        Introduce(console, opened);
        if (dryRun) return ExitCode.Ok;
        opened.Begin(run!);
        return Train(run!, opened, arguments.GetValue(_threads), arguments.GetValue(_maxTime), console, _interruption);
    }

    /// <summary>Trains and tells how it ended; shared with <c>resume</c>.</summary>
    public static int Train(string run, FineTuningFolder opened, int threads, TimeSpan? maxTime, CommandConsole console, Interruption interruption)
    {
        using var engine = new Engine(opened.Input.Encoder.Precision, threads);
        console.Say($"kernels: {engine.Kernels.Description}");
        interruption.BecomeGraceful(console.Say);
        var results = console.Live(bar => opened.Train(run, engine, new FineTuningDisplay(console, bar, TimeProvider.System), maxTime, console.Say, interruption.Stop));
        if (results is null)
        {
            console.Say($"stopped, with a checkpoint. Go on: cocoon resume {run}");
            return ExitCode.Stopped;
        }
        console.Facts(results, Pictures(results));
        console.Say($"complete. Model: {new RunFolder(run).Model}. Results: {Path.Combine(run, FineTuningRun.ResultsFile)}.");
        return ExitCode.Ok;
    }

    /// <summary>Says what will be learned, and what was noticed.</summary>
    private static void Introduce(CommandConsole console, FineTuningFolder opened)
    {
        var (input, options) = (opened.Input, opened.Recipe.Options);
        var task = input.Task.Settings;
        foreach (string line in opened.Guess) console.Say(line);
        console.Say(CommandConsole.Columns(
            ("task", Describe(task)),
            ("training", $"{input.Train.Sequences.Count:N0} sequences of at most {options.MaxLength} tokens"),
            ("development", string.Join(", ", input.Development.Select(d => $"{d.Examples.Name} {d.Sequences.Count:N0}{Majority(d, task)}"))),
            ("from", opened.Recipe.Pretrained ? opened.Recipe.Model : $"initial weights, in the sizes of {opened.Recipe.Model}"),
            ("trainings", $"{options.Search.Candidates(options).Count + options.Seeds.Count - 1} of {options.TrainingFor(input.Train.Sequences.Count, 1).Steps:N0} steps")));
        foreach (string note in input.Notes) console.Say($"note: {note}");
    }

    /// <summary>What a model that has learned nothing would score.</summary>
    private static string Majority(EncodedSet set, TaskSettings task)
    {
        if (task.Kind != TaskKind.Classification) return "";
        var (label, count) = set.Examples.Examples.CountBy(e => e.Labels![0], StringComparer.Ordinal).MaxBy(c => c.Value);
        return $", of which {count / (double)set.Examples.Examples.Count:P1} are '{label}'";
    }

    /// <summary>What is asked, in a line.</summary>
    public static string Describe(TaskSettings task) => $"{task.Name}: " + (task.Labels.Count > 0
        ? $"{task.Labels.Count} labels ({string.Join(", ", task.Labels.Take(10))}{(task.Labels.Count > 10 ? ", …" : "")})"
        : task.Range is { } range ? $"a number from {range.Lowest} to {range.Highest}" : "a part of the text");

    /// <summary>What all trainings came to.</summary>
    public static IEnumerable<IRenderable> Pictures(FineTuningResults results)
    {
        yield return CommandConsole.Columns(results.Trials.Select(t => (t.Name, $"{FineTuningDisplay.Number(t.Score)}  best after step {t.BestStep:N0} of {t.Steps:N0}")));
        yield return CommandConsole.Columns(results.Measures.Where(m => results.Metrics.Contains(m.Key.Split('.')[^1])).Select(m => (m.Key, Text(m.Value))).Append(("score", Text(results.Score))));
    }

    private static string Text(Spread spread) => spread.Count == 1
        ? FineTuningDisplay.Number(spread.Median)
        : $"{FineTuningDisplay.Number(spread.Median)} (median of {spread.Count}; {FineTuningDisplay.Number(spread.Lowest)} to {FineTuningDisplay.Number(spread.Highest)}, deviation {FineTuningDisplay.Number(spread.Deviation)})";
}
