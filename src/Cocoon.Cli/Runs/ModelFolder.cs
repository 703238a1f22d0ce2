using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>A trained model as a folder: weights, config.json, tokenizer. Everything needed to use it, nothing to train it on.</summary>
public static class ModelFolder
{
    /// <summary>Name of the file that tells a model's folder.</summary>
    public const string Config = "config.json";

    private const string Weights = "model.safetensors";
    private const int LargestConfig = 1 << 20;
    private const int LeastSequences = 2; // how many were in a batch is not told, and matters to nobody who uses the model

    /// <summary>Writes the folder; what was there is replaced file by file, the config last.</summary>
    public static void Save(string folder, Recipe recipe, long steps, ParameterStore parameters, Tokenizer tokenizer)
    {
        Directory.CreateDirectory(folder);
        tokenizer.Save(folder);
        string weights = Path.Combine(folder, Weights);
        DurableFile.Write(weights, stream =>
        {
            var writer = new SafetensorsWriter(stream, [.. parameters.Parameters.Select(p => new TensorLayout(p.Path, [p.Tensor.Rows, p.Tensor.Columns]))],
                new Dictionary<string, string> { ["format"] = "cocoon" });
            foreach (var parameter in parameters.Parameters) writer.Write(parameter.Tensor.Values);
            writer.Complete();
        });
        var config = new ModelConfig
        {
            Format = ModelConfig.CurrentFormat, Name = recipe.Name, Steps = steps, Model = recipe.Model, Objective = recipe.Objective, Precision = recipe.Precision,
            Tokenizer = tokenizer.Fingerprint, WeightsSha256 = Sha256(weights),
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
        string weights = Path.Combine(folder, Weights);
        if (!File.Exists(weights)) throw new InvalidDataException($"{weights}: missing. Copy the whole folder of the model.");
        RequireFits(config, weights);
        if (Sha256(weights) != config.WeightsSha256)
            throw new InvalidDataException($"{weights}: the file does not match its SHA-256 in {Config}: it was damaged or exchanged. Copy the folder again, or take the weights of a checkpoint.");
        var tokenizer = Tokenizer.Load(folder);
        if (tokenizer.Fingerprint != config.Tokenizer)
            throw new InvalidDataException($"{folder}: the tokenizer there is {tokenizer.Fingerprint[..16]}…, but the model was trained with {config.Tokenizer[..16]}…. Copy the whole folder of the model.");
        var model = TrainedModel.Create(config.Model, config.Objective, config.Precision, tokenizer);
        try
        {
            using var stream = File.OpenRead(weights);
            var file = new SafetensorsFile(stream, weights);
            foreach (var parameter in model.Parameters.Parameters) file.Read(parameter.Path, parameter.Tensor);
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
            if (config.Format != ModelConfig.CurrentFormat) throw new InvalidDataException($"{path}: format {config.Format}, but this program reads format {ModelConfig.CurrentFormat}.");
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

    /// <summary>Refuses sizes that the weights cannot have, before memory is taken for them.</summary>
    private static void RequireFits(ModelConfig config, string weights)
    {
        long needed = config.Objective.Parameters(config.Model) * sizeof(float);
        if (needed < 0 || needed > new FileInfo(weights).Length)
            throw new InvalidDataException($"{weights}: shorter than the {needed:N0} bytes that {Config} speaks of. Copy the whole folder of the model.");
    }

    private static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
