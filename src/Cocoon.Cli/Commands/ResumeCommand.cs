using System.CommandLine;

namespace Cocoon.Cli;

/// <summary><c>cocoon resume runs/first</c>: goes on from the newest good checkpoint, as if nothing had happened.</summary>
internal sealed class ResumeCommand : Verb
{
    private readonly Interruption _interruption;
    private readonly Argument<string> _run = new("run") { Description = "The run folder." };
    private readonly Option<string?> _data = new("--data", "-d") { Description = "Where the training text lies now, if it was moved.", HelpName = "folder" };
    private readonly Option<string?> _evaluation = new("--eval-data") { Description = "Where the held-out text lies now, if it was moved.", HelpName = "folder" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<TimeSpan?> _maxTime = PretrainCommand.MaxTimeOption();

    public ResumeCommand(Interruption interruption) : base("resume",
        "Go on with a run from its newest good checkpoint. The result has the same bits as that of a run that was never interrupted.",
        ["cocoon resume runs/first", "cocoon resume runs/first --max-time 8h  # an hour glass: exit 75 while work is left"],
        "cocoon correct --model runs/first \"…\"")
    {
        _interruption = interruption;
        Add(_run);
        foreach (var option in new Option[] { _data, _evaluation, _threads, _maxTime }) Add(option);
        SetAction(Resume);
    }

    private int Resume(ParseResult arguments)
    {
        var console = ConsoleFor(arguments);
        string path = arguments.GetRequiredValue(_run);
        if (FineTuningRecipe.IsIn(path))
        {
            using var opened = FineTuningFolder.Resume(path, console.Say);
            return FineTuneCommand.Train(path, opened, arguments.GetValue(_threads), arguments.GetValue(_maxTime), console, _interruption);
        }
        var recipe = PretrainingRun.ReadRecipe(path);
        using var engine = new Engine(recipe.Precision, arguments.GetValue(_threads));
        using var run = PretrainingRun.Resume(path, arguments.GetValue(_data), arguments.GetValue(_evaluation), engine, TimeProvider.System, console.Say);
        console.Say($"{path}: {run.Step:N0} of {recipe.Training.Steps:N0} steps are taken.");
        return PretrainCommand.Train(run, engine, PretrainingPlan.Of(recipe), new PeakMeasurement(engine.Kernels), console, arguments.GetValue(_maxTime), _interruption);
    }
}
