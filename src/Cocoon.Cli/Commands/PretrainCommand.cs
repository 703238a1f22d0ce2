using System.CommandLine;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary><c>cocoon pretrain recipes/pretrain/coco-lm-mini.json --data data --run runs/first</c></summary>
internal sealed class PretrainCommand : Verb
{
    private readonly Interruption _interruption;
    private readonly Argument<string> _recipe = new("recipe") { Description = "What to train, as JSON: a file, or the name of one that comes with the tool (see recipes/)." };
    private readonly Option<string?> _data = new("--data", "-d") { Description = "Prepared training text (cocoon data prepare).", HelpName = "folder" };
    private readonly Option<string?> _evaluation = new("--eval-data") { Description = "Prepared held-out text; without it nothing is evaluated.", HelpName = "folder" };
    private readonly Option<string?> _run = new("--run", "-r") { Description = "Folder to write the run to; must be new.", HelpName = "folder" };
    private readonly Option<string?> _from = new("--from") { Description = "Begin with the weights of this run, model or checkpoint: go on with it, or train it for something else. Tensors of the same name and shape are taken.", HelpName = "folder" };
    private readonly Option<string[]> _set = new("--set") { Description = "Override a field of the recipe; repeatable.", DefaultValueFactory = _ => [], HelpName = "path=value" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check everything and print the plan only: parameters, FLOP, memory, steps, tokens, time." };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<TimeSpan?> _maxTime = MaxTimeOption();
    private readonly Option<bool> _json = new("--json") { Description = "With --dry-run: print the plan as JSON." };

    public PretrainCommand(Interruption interruption) : base("pretrain",
        "Pretrain a model from a recipe. Everything goes into the run folder: recipe, provenance, metrics, checkpoints, model, report.\nCtrl-C or SIGTERM finishes the step, writes a checkpoint and exits with 75.",
    [
        "cocoon pretrain recipes/pretrain/coco-lm-mini.json --data data --dry-run   # what will it cost?",
        "cocoon pretrain recipes/pretrain/coco-lm-mini.json --data data --eval-data data-eval --run runs/first",
        "cocoon pretrain recipes/tiny/coco-lm.json --data data --run runs/tiny --set training.steps=20 --set training.seed=2",
        "cocoon pretrain recipes/pretrain/coco-lm-mini.json --from runs/first --data letters --run runs/letters   # go on with other text",
    ], "cocoon resume runs/first  (after a stop), cocoon correct --model runs/first \"…\", or open runs/first/report.html")
    {
        _interruption = interruption;
        Add(_recipe);
        foreach (var option in new Option[] { _data, _evaluation, _run, _from, _set, _dryRun, _threads, _maxTime, _json }) Add(option);
        SetAction(Pretrain);
    }

    /// <summary>The option that ends a training early, with a checkpoint.</summary>
    public static Option<TimeSpan?> MaxTimeOption() => new("--max-time")
    {
        Description = "Stop with a checkpoint after this much time: 60min, 1.5h, 90s.", HelpName = "time",
        CustomParser = result =>
        {
            if (Duration.TryParse(result.Tokens[0].Value, out var duration) && duration.Time is { } time) return time;
            result.AddError($"--max-time: '{result.Tokens[0].Value}' is not a time. Write for example 60min, 1.5h or 90s.");
            return null;
        },
    };

    private int Pretrain(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        bool dryRun = arguments.GetValue(_dryRun);
        string? dataFolder = arguments.GetValue(_data), runFolder = arguments.GetValue(_run);
        if (!dryRun && (dataFolder is null || runFolder is null)) throw new UsageException("Training needs --data and --run; only --dry-run works without them. See: cocoon pretrain --help");
        string path = ShippedFiles.FindRecipe(arguments.GetRequiredValue(_recipe), "pretrain");
        var data = dataFolder is null ? null : PreparedData.Open(dataFolder);
        var evaluation = arguments.GetValue(_evaluation) is { } folder ? PreparedData.Open(folder) : null;
        if (data is not null && evaluation is not null) PreparedData.RequireSame(evaluation.Shards, data.Tokenizer.Fingerprint, "that of the training text");
        var recipe = Recipe.Load(path, arguments.GetRequiredValue(_set), data);
        using var start = arguments.GetValue(_from) is { } model ? StartingModel.Load(model, console.Say) : null;
        start?.RequireFits(recipe, data);
        using var engine = new Engine(recipe.Precision, arguments.GetValue(_threads));
        if (recipe.Budget is { } budget && data is not null) recipe = Calibration.Resolve(recipe, budget, data, engine, console);
        var peak = new PeakMeasurement(engine.Kernels);
        var plan = PretrainingPlan.Of(recipe);
        if (start is not null) plan = plan with { From = start.Preview(recipe) };
        if (dryRun)
        {
            console.Facts(plan, [plan.Lines(recipe, peak.Flops)]);
            return ExitCode.Ok;
        }
        console.Say(plan.Lines(recipe, peak.Flops));
        if (plan.TotalMemoryBytes > Machine.Memory)
            console.Say($"warning: this machine has {CommandConsole.Bytes(Machine.Memory)} of memory, less than the plan. Take smaller batches (data.sequencesPerBatch) and raise training.accumulate.");
        using var run = PretrainingRun.Begin(runFolder!, recipe, data!, evaluation, start, engine, TimeProvider.System, console.Say);
        return Train(run, engine, plan, peak, console, arguments.GetValue(_maxTime), _interruption);
    }

    /// <summary>Trains and tells how it ended; shared with <c>resume</c> and <c>quickstart</c>.</summary>
    public static int Train(PretrainingRun run, Engine engine, PretrainingPlan plan, PeakMeasurement peak, CommandConsole console, TimeSpan? maxTime, Interruption interruption)
    {
        string folder = run.Folder.Path;
        console.Say($"kernels: {engine.Kernels.Description}");
        interruption.BecomeGraceful(console.Say);
        try
        {
            var outcome = console.Live(bar => run.Train(new TrainingDisplay(console, bar, run.Recipe, plan, peak, TimeProvider.System), maxTime, interruption.Stop));
            console.Say($"memory: at most {CommandConsole.Bytes(Machine.PeakResident)} resident (plan: {CommandConsole.Bytes(plan.TotalMemoryBytes)}), of which activations {CommandConsole.Bytes(run.ActivationBytes)} (plan: {CommandConsole.Bytes(plan.MemoryBytes["activations"])})");
            console.Say(outcome == TrainingOutcome.Completed
                ? $"complete: {run.Step:N0} steps. Model: {run.Folder.Model}. Report: {run.Folder.Report}."
                : $"stopped after step {run.Step:N0} of {run.Recipe.Training.Steps:N0}, with a checkpoint. Go on: cocoon resume {folder}");
            return outcome == TrainingOutcome.Completed ? ExitCode.Ok : ExitCode.Stopped;
        }
        catch (Exception e) when (Remember(e, folder))
        {
            throw;
        }
    }

    /// <summary>Notes the run in an exception that passes by; never catches it.</summary>
    private static bool Remember(Exception e, string folder)
    {
        e.Data[Application.RunFolderKey] = folder;
        return false;
    }
}
