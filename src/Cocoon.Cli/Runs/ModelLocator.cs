using Cocoon.Evaluation;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Finds the model that a person means by naming a run, a model's folder or a checkpoint.</summary>
public static class ModelLocator
{
    /// <summary>Loads it: the folder itself if it is a model or a checkpoint; the final weights of a run, or those of its newest good checkpoint.</summary>
    /// <param name="path">What was named.</param>
    /// <param name="warn">Told which newer checkpoint is damaged.</param>
    /// <exception cref="InvalidDataException">There is no model.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged.</exception>
    public static TrainedModel Load(string path, Action<string> warn)
    {
        var (folder, run) = Find(path, warn);
        return run is null ? ModelFolder.Load(folder) : FromCheckpoint(folder, run);
    }

    /// <summary>Tells where it lies.</summary>
    /// <param name="path">What was named.</param>
    /// <param name="warn">Told which newer checkpoint is damaged.</param>
    /// <returns>The folder with the weights; and, if that is a checkpoint, its run.</returns>
    /// <exception cref="InvalidDataException">There is no model.</exception>
    public static (string Folder, string? Run) Find(string path, Action<string> warn)
    {
        if (!Directory.Exists(path)) throw new InvalidDataException($"{path}: there is no such folder. Name a run, its model folder, or a checkpoint.");
        if (IsModel(path)) return (path, null);
        if (IsCheckpoint(path)) return (path, RunOf(path));
        var run = new RunFolder(path);
        if (IsModel(run.Model)) return (run.Model, null);
        if (FineTuningRecipe.IsIn(path) || FineTunedModel.IsIn(path))
            throw new InvalidDataException($"{path}: this model was fine-tuned and has lost the heads of pretraining. It is used by cocoon classify, answer and evaluate; for anything else name the model that it began with{(FineTuningRecipe.IsIn(path) ? $": {FineTuningRecipe.Read(path).Model}" : "")}.");
        return NewestCheckpoint(path, warn) is { } newest
            ? (newest.Folder, path)
            : throw new InvalidDataException($"{path}: neither a run with a checkpoint nor a model. Name a run, its model folder, or a checkpoint.");
    }

    /// <summary>The newest good checkpoint of a run; null if there is none.</summary>
    public static (string Folder, long Step)? NewestCheckpoint(string run, Action<string> warn) => CheckpointsOf(run).Newest(warn);

    /// <summary>Where the checkpoint of a step of a run lies, if there is one.</summary>
    public static string CheckpointAt(string run, long step) => CheckpointsOf(run).FolderOf(step);

    /// <summary>True if the folder is a model's.</summary>
    public static bool IsModel(string path) => File.Exists(Path.Combine(path, ModelFolder.Config));

    /// <summary>True if the folder is a checkpoint's.</summary>
    public static bool IsCheckpoint(string path) => File.Exists(Path.Combine(path, TrainingState.ModelFile)) && File.Exists(Path.Combine(path, CheckpointManifest.FileName));

    /// <summary>Loads the weights of a checkpoint.</summary>
    public static TrainedModel FromCheckpoint(string checkpoint, string run)
    {
        CheckpointManifest.ReadAndVerify(checkpoint);
        var recipe = PretrainingRun.ReadRecipe(run);
        var model = TrainedModel.Create(recipe.Model, recipe.Objective, recipe.Precision, Tokenizer.Load(new RunFolder(run).Tokenizer));
        try
        {
            TrainingState.LoadModel(checkpoint, model.Parameters);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static CheckpointStore CheckpointsOf(string run) => new(new RunFolder(run).Checkpoints, keepLast: 2, keepEvery: 0, Failpoint.FromEnvironment("checkpoint"));

    /// <summary>The run that a checkpoint lies in.</summary>
    private static string RunOf(string checkpoint) => Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(checkpoint)))!;
}
