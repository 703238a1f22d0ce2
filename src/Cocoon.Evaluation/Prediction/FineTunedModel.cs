using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>A fine-tuned model as a folder, and in memory: weights, tokenizer, and what is asked. Everything needed to use it.</summary>
public sealed class FineTunedModel : IDisposable
{
    /// <summary>Name of the file that tells a fine-tuned model's folder.</summary>
    public const string Config = "task.json";

    private const string OfRun = "model";

    private readonly ParameterStore _parameters;

    private FineTunedModel(FineTunedConfig settings, ParameterStore parameters, Tokenizer tokenizer, ITask task, FineTuningModel network) =>
        (Settings, _parameters, Tokenizer, Task, Network) = (settings, parameters, tokenizer, task, network);

    /// <summary>What stands beside the weights.</summary>
    public FineTunedConfig Settings { get; }

    /// <summary>What turns text into its ids.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>What is asked.</summary>
    public ITask Task { get; }

    /// <summary>The encoder with its head.</summary>
    public FineTuningModel Network { get; }

    /// <summary>The weights.</summary>
    public ParameterStore Parameters => _parameters;

    /// <summary>Writes the folder; what was there is replaced file by file, the config last.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="task">What is asked.</param>
    /// <param name="encoder">Sizes of the encoder.</param>
    /// <param name="options">The head's form and the length of sequences.</param>
    /// <param name="source">Tells tokenizer and precision.</param>
    /// <param name="parameters">The weights.</param>
    public static void Save(string folder, TaskSettings task, EncoderOptions encoder, FineTuningOptions options, PretrainedEncoder source, ParameterStore parameters)
    {
        string sha256 = WeightsConfig.Write(folder, source.Tokenizer, parameters.Parameters);
        EvaluationJson.Write(Path.Combine(folder, Config), new FineTunedConfig
        {
            Format = WeightsConfig.CurrentFormat, Task = task, Encoder = encoder, Head = options.Head, MaxLength = options.MaxLength, Precision = source.Precision,
            Tokenizer = source.Tokenizer.Fingerprint, WeightsSha256 = sha256,
        });
    }

    /// <summary>Whether a folder is a fine-tuned model's, or a run's that has one.</summary>
    public static bool IsIn(string folder) => FolderOf(folder) is not null;

    /// <summary>Reads a model back, and checks that its parts are whole and belong together.</summary>
    /// <param name="folder">A model's folder, or that of the run that made it.</param>
    /// <exception cref="InvalidDataException">The folder is no fine-tuned model, or its weights differ from what was written.</exception>
    /// <exception cref="SafetensorsException">The weights are of another model.</exception>
    /// <exception cref="CorpusException">The tokenizer is missing or damaged.</exception>
    public static FineTunedModel Load(string folder)
    {
        string model = FolderOf(folder) ?? throw new InvalidDataException(Directory.Exists(Path.Combine(folder, FineTuningRun.TrialsFolder))
            ? $"{folder}: the fine-tuning there is not done. Go on with it: cocoon resume {folder}"
            : Directory.Exists(folder) ? $"{folder}: there is no {Config}, so this is not a fine-tuned model. Make one: cocoon finetune TASK --model {folder} --data FOLDER --run RUN"
            : $"{folder}: there is no such folder. Name a run of cocoon finetune, or its model folder.");
        string config = Path.Combine(model, Config);
        var settings = EvaluationJson.Read<FineTunedConfig>(config);
        if (settings.Format != WeightsConfig.CurrentFormat) throw new InvalidDataException($"{config}: format {settings.Format}, but this program reads format {WeightsConfig.CurrentFormat}.");
        if (settings.Problems().FirstOrDefault() is { } problem) throw new InvalidDataException($"{config}: {problem.Path}: {problem.Message}");
        var tokenizer = settings.Verify(model, Config, EncoderCost.EmbeddingParameters(settings.Encoder) + EncoderCost.LayerParameters(settings.Encoder));
        return Build(settings, tokenizer, model);
    }

    public void Dispose() => _parameters.Dispose();

    /// <summary>What is said if a model is to do what it was not fine-tuned for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cannot">What it does not do.</param>
    /// <param name="remedy">The command that makes one that does.</param>
    internal static ArgumentException OtherTask(FineTunedModel model, string cannot, string remedy)
    {
        string use = model.Task switch { SpanTask => "cocoon answer", TokenLabelTask => "cocoon classify, which tags words", _ => "cocoon classify" };
        return new($"This model was fine-tuned on {model.Task.Settings.Name}: it does not {cannot}. Make one that does: {remedy}. This one is used by {use}.");
    }

    private static FineTunedModel Build(FineTunedConfig settings, Tokenizer tokenizer, string folder)
    {
        var parameters = new ParameterStore(seed: 0);
        try
        {
            var task = settings.Task.Build();
            var network = new FineTuningModel(new(parameters), settings.Encoder, task, settings.Head);
            WeightsConfig.Read(folder, parameters.Parameters);
            return new(settings, parameters, tokenizer, task, network);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    private static string? FolderOf(string folder) =>
        File.Exists(Path.Combine(folder, Config)) ? folder : File.Exists(Path.Combine(folder, OfRun, Config)) ? Path.Combine(folder, OfRun) : null;
}
