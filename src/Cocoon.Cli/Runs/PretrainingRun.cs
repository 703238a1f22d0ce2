using System.Text;
using System.Text.Json;
using Cocoon.Kernels;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Composition of a pretraining run: turns a recipe and prepared text into objects that train. The one place that knows every concrete type.</summary>
public sealed class PretrainingRun : IDisposable
{
    private static readonly string[] s_beforeRecipe = ["lock", "checkpoints", "provenance.json", "tokenizer", "recipe.json.tmp-"];

    private readonly RunLock _lock;
    private readonly RunText _text;
    private readonly AdamW _optimizer;
    private readonly Trainer _trainer;
    private readonly HeldOutEvaluation? _evaluation;
    private readonly TrainingSession _session;

    private PretrainingRun(RunFolder folder, RunLock guard, Recipe recipe, RunText text, TrainedModel model, Engine engine, TimeProvider time, Action<string> warn)
    {
        (Folder, Recipe, Model, _lock, _text) = (folder, recipe, model, guard, text);
        _optimizer = new(engine.Kernels, Model.Parameters, recipe.Training.Optimizer);
        _trainer = new(Model.Objective, text.Batches, Model.Parameters, _optimizer, engine.Kernels, recipe.Training, time);
        if (text.HeldOutBatches is { } heldOut)
            _evaluation = new(Model.Objective, heldOut, Math.Min(recipe.Training.EvaluationBatches, heldOut.Batches), engine.Kernels, recipe.Training.Seed);
        _session = new(folder, _trainer, Model.Parameters, _optimizer, _evaluation, recipe.Training, time, warn);
    }

    /// <summary>Where the run lies.</summary>
    public RunFolder Folder { get; }

    /// <summary>What runs.</summary>
    public Recipe Recipe { get; }

    /// <summary>The model in training.</summary>
    public TrainedModel Model { get; }

    /// <summary>Steps taken so far.</summary>
    public long Step => _session.State.Step;

    /// <summary>Bytes of memory that activations took.</summary>
    public long ActivationBytes => _trainer.ActivationBytes;

    /// <summary>Begins a run in a new folder. Takes the text over: it is closed with the run.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="recipe">What runs.</param>
    /// <param name="data">Training text.</param>
    /// <param name="evaluationData">Held-out text; null for none.</param>
    /// <param name="start">A model of the same tokenizer and width whose weights it begins with; null: initial weights.</param>
    /// <param name="engine">What computes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Told what is damaged.</param>
    /// <exception cref="UsageException">The folder holds something.</exception>
    /// <exception cref="ShardException">There is less text than one batch.</exception>
    public static PretrainingRun Begin(string path, Recipe recipe, PreparedData data, PreparedData? evaluationData, StartingModel? start, Engine engine, TimeProvider time, Action<string> warn)
    {
        RequireNew(path);
        var text = new RunText(recipe, data, evaluationData);
        var folder = new RunFolder(path);
        Directory.CreateDirectory(path);
        var guard = new RunLock(path);
        if (Directory.Exists(folder.Checkpoints)) Directory.Delete(folder.Checkpoints, recursive: true); // of a start that was killed
        var model = ModelOf(recipe, text);
        var from = start?.Give(model.Parameters);
        if (from is not null) SaveStart(folder, recipe, model, engine);
        WriteJson(folder.Provenance, JsonSerializer.Serialize(Provenance.Of(recipe, engine, data, evaluationData, from), RecipeJson.Strict) + "\n");
        data.Tokenizer.Save(folder.Tokenizer);
        WriteJson(folder.Recipe, recipe.ToJson()); // last: what has a recipe can be resumed
        return new(folder, guard, recipe, text, model, engine, time, warn);
    }

    /// <summary>Goes on with a run from its newest good checkpoint.</summary>
    /// <param name="path">The run.</param>
    /// <param name="data">Where the training text lies now; null: where it was.</param>
    /// <param name="evaluationData">Where the held-out text lies now; null: where it was.</param>
    /// <param name="engine">What computes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Told what is damaged.</param>
    public static PretrainingRun Resume(string path, string? data, string? evaluationData, Engine engine, TimeProvider time, Action<string> warn)
    {
        var folder = new RunFolder(path);
        var recipe = ReadRecipe(path);
        var provenance = ReadProvenance(path);
        var guard = new RunLock(path);
        if (provenance.From is { } from && ModelLocator.NewestCheckpoint(path, _ => { }) is null)
            throw new InvalidDataException($"{path}: no good checkpoint is left, and so the weights are gone that the run began with. Begin it again: cocoon pretrain … --from {from.Folder}");
        var text = new RunText(recipe, provenance.Data.Open(data), provenance.EvaluationData?.Open(evaluationData));
        if (provenance.Kernels.StartsWith(nameof(MatrixKernel.EmittedBf16), StringComparison.Ordinal) != (engine.Choice.Kernel == MatrixKernel.EmittedBf16))
            warn($"warning: the run began with {provenance.Kernels}; here it goes on with {engine.Kernels.Description}. From now on its numbers differ in their last digits from those of a run that stays on one machine.");
        return new(folder, guard, recipe, text, ModelOf(recipe, text), engine, time, warn);
    }

    /// <summary>Trains until the end, a limit or a request to stop; at the end writes the model and the report.</summary>
    public TrainingOutcome Train(TrainingDisplay display, TimeSpan? limit, CancellationToken stop)
    {
        var outcome = _session.Run(display.Show, display.ShowEvaluation, limit, stop);
        if (outcome == TrainingOutcome.Completed) ModelFolder.Save(Folder.Model, Recipe, Step, Model.Parameters, Model.Tokenizer);
        RunReport.Write(Folder, Recipe);
        return outcome;
    }

    /// <summary>Reads what a run runs.</summary>
    /// <exception cref="InvalidDataException">The folder is no run.</exception>
    public static Recipe ReadRecipe(string path)
    {
        var folder = new RunFolder(path);
        if (!File.Exists(folder.Recipe)) throw new InvalidDataException($"{path}: there is no recipe.json, so this is not a run. Start one with cocoon pretrain.");
        return Recipe.Load(folder.Recipe);
    }

    /// <summary>Reads where a run comes from.</summary>
    /// <exception cref="InvalidDataException">The file is missing or damaged.</exception>
    public static Provenance ReadProvenance(string path)
    {
        string file = new RunFolder(path).Provenance;
        try
        {
            return JsonSerializer.Deserialize<Provenance>(File.ReadAllBytes(file), RecipeJson.Strict) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            throw new InvalidDataException($"{file}: missing or damaged ({e.Message}). Restore it: it says which text the run uses.", e);
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _evaluation?.Dispose();
        _trainer.Dispose();
        _optimizer.Dispose();
        Model.Dispose();
        _text.Dispose();
        _lock.Dispose();
    }

    private static TrainedModel ModelOf(Recipe recipe, RunText text) => TrainedModel.Create(recipe.Model, recipe.Objective, recipe.Precision, text.Data.Tokenizer, recipe.Training.Seed);

    private static void SaveStart(RunFolder folder, Recipe recipe, TrainedModel model, Engine engine)
    {
        using var optimizer = new AdamW(engine.Kernels, model.Parameters, recipe.Training.Optimizer);
        TrainingSession.SaveStart(folder, model.Parameters, optimizer, recipe.Training);
    }

    /// <summary>Refuses a folder that holds something; a start that was killed before it had a recipe holds nothing worth keeping.</summary>
    private static void RequireNew(string path)
    {
        if (File.Exists(new RunFolder(path).Recipe)) throw new UsageException($"{path}: a run is there already. Go on with it: cocoon resume {path}. Or choose another folder.");
        bool unfinished = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).All(e => s_beforeRecipe.Any(name => Path.GetFileName(e).StartsWith(name, StringComparison.Ordinal)));
        if (!unfinished) OutputFolder.RequireNew(path, "Choose another folder for the run.");
    }

    private static void WriteJson(string path, string json) => DurableFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(json)));
}
