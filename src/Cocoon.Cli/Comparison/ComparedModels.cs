using Cocoon.Evaluation;
using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary>Fine-tunes the models of a comparison on its tasks. The examples of a task are read once for all models that learn it one after the other.</summary>
/// <param name="folder">The comparison; locked by the caller.</param>
/// <param name="manifest">What was begun.</param>
/// <param name="data">Where the training text lies now; null: where it was.</param>
/// <param name="threads">How many threads; 0: one per processor.</param>
/// <param name="console">Told how it goes.</param>
internal sealed class ComparedModels(ComparisonFolder folder, ComparisonManifest manifest, string? data, int threads, CommandConsole console)
{
    private (PlannedTask Task, TaskData Examples)? _present;

    /// <summary>Does a part, or goes on with it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="limit">Longest time; null for no limit.</param>
    /// <param name="stop">Asks to stop after the present step.</param>
    /// <returns>True if it is complete now.</returns>
    public bool FineTune(FineTuningPart part, TimeSpan? limit, CancellationToken stop)
    {
        var (task, examples) = TaskOf(part);
        using var model = ModelOf(part);
        using var engine = new Engine(model.Precision, threads);
        var input = new FineTuningInput(new(((IEncodingNetwork)model.Network).Main.Options, model.Tokenizer, model.Precision, model.Parameters), examples, task.FineTuning);
        var run = folder.RunOf(part);
        Directory.CreateDirectory(run.Path);
        var training = new FineTuningRun(run, input, task.FineTuning, engine.Kernels, TimeProvider.System, console.Say);
        if (console.Live(bar => training.Run(new FineTuningDisplay(console, bar, TimeProvider.System), limit, stop)) is null) return false;
        if (Directory.Exists(run.Model)) Directory.Delete(run.Model, recursive: true); // hundreds of them would fill the disk, and the numbers are what is wanted
        return true;
    }

    private (PlannedTask Task, TaskData Examples) TaskOf(FineTuningPart part)
    {
        if (_present is { } present && present.Task.Task == part.Task) return present;
        _present = null;
        var task = manifest.Tasks.First(t => t.Task == part.Task);
        _present = (task, task.Load());
        return _present.Value;
    }

    /// <summary>The model of a competitor after a part of its budget; without pretraining, the one that its pretraining would have begun with.</summary>
    private TrainedModel ModelOf(FineTuningPart part)
    {
        var competitor = manifest.Competitors.First(c => c.Name == part.Competitor);
        var recipe = competitor.Recipe;
        if (!competitor.Pretrained)
        {
            using var text = manifest.Provenance.Data.Open(data);
            return TrainedModel.Create(recipe.Model, recipe.Objective, recipe.Precision, text.Tokenizer, recipe.Training.Seed);
        }
        var run = folder.RunOf(new PretrainingPart(competitor.Name));
        if (part.Fraction == 1) return ModelFolder.Load(run.Model);
        long step = manifest.Comparison.Fractions.Zip(competitor.StepsAt).First(at => at.First == part.Fraction).Second;
        return ModelLocator.FromCheckpoint(ModelLocator.CheckpointAt(run.Path, step), run.Path);
    }
}
