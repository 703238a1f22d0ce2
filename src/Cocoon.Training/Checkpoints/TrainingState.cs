using System.Text.Json;
using Cocoon.Tensors;

namespace Cocoon.Training;

/// <summary>What a checkpoint holds beside the weights and moments. There is no generator state: everything random is a function.</summary>
/// <param name="Step">Steps taken: the step to go on with.</param>
/// <param name="Tokens">Tokens seen.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record TrainingState(long Step, long Tokens, ulong Seed)
{
    /// <summary>Steps that were skipped because something was not finite, as far as they still count.</summary>
    public IReadOnlyCollection<long> Skips { get; init; } = [];

    /// <summary>The checkpoint whose evaluation was best, if any was evaluated.</summary>
    public BestCheckpoint? Best { get; init; }

    /// <summary>True if a request to stop cut the evaluation that is due at this step: it comes first when the run goes on.</summary>
    public bool EvaluationPending { get; init; }

    /// <summary>File of the parameters; all that a finished model needs.</summary>
    public const string ModelFile = "model.safetensors";

    private const string OptimizerFile = "optimizer.safetensors";
    private const string StateFile = "state.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The files of a checkpoint, by name.</summary>
    internal Dictionary<string, Action<Stream>> Files(ParameterStore store, AdamW optimizer) => new()
    {
        [ModelFile] = stream => Safetensors.Write(stream, store.Parameters, new Dictionary<string, string> { ["format"] = "cocoon" }),
        [OptimizerFile] = stream => WriteMoments(stream, store, optimizer),
        [StateFile] = stream => JsonSerializer.Serialize(stream, this, s_json),
    };

    /// <summary>Reads a verified checkpoint into parameters and moments.</summary>
    /// <exception cref="SafetensorsException">It holds other parameters.</exception>
    /// <exception cref="CheckpointException">Its state cannot be read.</exception>
    internal static TrainingState Load(string folder, ParameterStore store, AdamW optimizer)
    {
        LoadModel(folder, store);
        string moments = Path.Combine(folder, OptimizerFile);
        using (var stream = File.OpenRead(moments))
        {
            var file = new SafetensorsFile(stream, moments);
            for (int i = 0; i < store.Parameters.Count; i++)
            {
                file.Read($"first.{store.Parameters[i].Path}", optimizer.FirstMoment(i));
                file.Read($"second.{store.Parameters[i].Path}", optimizer.SecondMoment(i));
            }
        }
        string state = Path.Combine(folder, StateFile);
        try
        {
            return JsonSerializer.Deserialize<TrainingState>(File.ReadAllBytes(state), s_json) ?? throw new CheckpointException(state, "is empty");
        }
        catch (JsonException e)
        {
            throw new CheckpointException(state, $"cannot be read ({e.Message})");
        }
    }

    /// <summary>Reads the weights of a checkpoint, or of any folder with <see cref="ModelFile"/>.</summary>
    /// <exception cref="SafetensorsException">It holds other parameters, or is not a safetensors file.</exception>
    public static void LoadModel(string folder, ParameterStore store)
    {
        string path = Path.Combine(folder, ModelFile);
        using var stream = File.OpenRead(path);
        Safetensors.Read(new SafetensorsFile(stream, path), store.Parameters);
    }

    private static void WriteMoments(Stream stream, ParameterStore store, AdamW optimizer)
    {
        var layout = new List<TensorLayout>();
        foreach (var (path, tensor) in store.Parameters)
        {
            layout.Add(new($"first.{path}", [tensor.Rows, tensor.Columns]));
            layout.Add(new($"second.{path}", [tensor.Rows, tensor.Columns]));
        }
        var writer = new SafetensorsWriter(stream, layout, new Dictionary<string, string> { ["format"] = "cocoon" });
        for (int i = 0; i < store.Parameters.Count; i++)
        {
            writer.Write(optimizer.FirstMoment(i));
            writer.Write(optimizer.SecondMoment(i));
        }
        writer.Complete();
    }
}
