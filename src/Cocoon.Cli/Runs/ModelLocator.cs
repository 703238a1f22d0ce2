namespace Cocoon.Cli;

/// <summary>Finds the model that a person means by naming a run, a model's folder or a checkpoint.</summary>
public static class ModelLocator
{
    /// <summary>Name of the model's folder in a run.</summary>
    public const string InRun = "model";

    /// <summary>Loads it: the folder itself if it is a model, else the final weights of a run, else its newest checkpoint.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is damaged.</exception>
    public static TrainedModel Load(string path)
    {
        if (!Directory.Exists(path)) throw new InvalidDataException($"{path}: there is no such folder. Name a run, its model folder, or a checkpoint.");
        if (File.Exists(Path.Combine(path, ModelFolder.Config))) return ModelFolder.Load(path);
        string final = Path.Combine(path, InRun);
        return ModelFolder.Load(final);
    }
}
