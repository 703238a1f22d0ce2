using System.Text;
using System.Text.Json;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>A trained model as a folder: weights, config.json, tokenizer. Everything needed to use it, nothing to train it on.</summary>
public static class ModelFolder
{
    /// <summary>Name of the file that tells a model's folder.</summary>
    public const string Config = "config.json";

    private const int LargestConfig = 1 << 20;
    private const int LeastSequences = 2; // how many were in a batch is not told, and matters to nobody who uses the model

    /// <summary>Writes the folder; what was there is replaced file by file, the config last.</summary>
    public static void Save(string folder, Recipe recipe, long steps, ParameterStore parameters, Tokenizer tokenizer)
    {
        string sha256 = WeightsConfig.Write(folder, tokenizer, parameters.Parameters);
        var config = new ModelConfig
        {
            Format = WeightsConfig.CurrentFormat, Name = recipe.Name, Steps = steps, Model = recipe.Model, Objective = recipe.Objective, Precision = recipe.Precision,
            Tokenizer = tokenizer.Fingerprint, WeightsSha256 = sha256,
        };
        DurableFile.Write(Path.Combine(folder, Config), stream => stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(config, RecipeJson.Strict) + "\n")));
    }

    /// <summary>Reads a model back, and checks that its parts are whole and belong together.</summary>
    /// <exception cref="InvalidDataException">The folder is no model, or its weights differ from what was written.</exception>
    /// <exception cref="SafetensorsException">The weights are of another model.</exception>
    /// <exception cref="CorpusException">The tokenizer is missing or damaged.</exception>
    public static TrainedModel Load(string folder)
    {
        var config = ReadConfig(folder);
        var tokenizer = config.Verify(folder, Config, config.Objective.Parameters(config.Model));
        var model = TrainedModel.Create(config.Model, config.Objective, config.Precision, tokenizer);
        try
        {
            WeightsConfig.Read(folder, model.Parameters.Parameters);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Reads what stands beside the weights.</summary>
    public static ModelConfig ReadConfig(string folder)
    {
        string path = Path.Combine(folder, Config);
        if (!File.Exists(path)) throw new InvalidDataException($"{folder}: there is no {Config}, so this is not a model. Name a run, its model folder, or a checkpoint.");
        if (new FileInfo(path).Length > LargestConfig) throw new InvalidDataException($"{path}: more than a mebibyte; this is not the config of a model.");
        try
        {
            var config = JsonSerializer.Deserialize<ModelConfig>(File.ReadAllBytes(path), RecipeJson.Strict) ?? throw new JsonException("null");
            if (config.Format != WeightsConfig.CurrentFormat) throw new InvalidDataException($"{path}: format {config.Format}, but this program reads format {WeightsConfig.CurrentFormat}.");
            var problems = config.Model.Problems("model").Concat(config.Objective.Problems("objective")).Concat(config.Objective.ProblemsWith(new(config.Model, LeastSequences, null)));
            if (problems.FirstOrDefault() is { } problem)
                throw new InvalidDataException($"{path}: {problem.Path}: {problem.Message}");
            return config;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: not the config of a Cocoon model: {e.Message}", e);
        }
    }
}
