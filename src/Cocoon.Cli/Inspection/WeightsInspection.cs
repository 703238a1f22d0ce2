using Cocoon.Tensors;
using Cocoon.Training;
using Spectre.Console;

namespace Cocoon.Cli;

/// <summary>Shows weights: of a model, of a checkpoint, or any safetensors file.</summary>
internal static class WeightsInspection
{
    /// <summary>Checks and shows a model's folder.</summary>
    public static void ShowModel(CommandConsole console, string folder)
    {
        var config = ModelFolder.ReadConfig(folder);
        using var model = ModelFolder.Load(folder);
        console.Facts(new { Kind = "model", config, Parameters = model.Parameters.Count, Tensors = Tensors(model.Parameters) },
        [
            CommandConsole.Columns(
                ("kind", "model, whole"),
                ("name", config.Name),
                ("steps", $"{config.Steps:N0}"),
                ("parameters", $"{model.Parameters.Count:N0}"),
                ("encoder", $"{config.Model.Layers} layers × {config.Model.HiddenSize}, {config.Model.Heads} heads, vocabulary {config.Model.VocabularySize:N0}, up to {config.Model.MaxLength} tokens"),
                ("tokenizer", config.Tokenizer)),
            CommandConsole.Line(""),
            Lines(model.Parameters),
        ]);
    }

    /// <summary>Checks and shows a checkpoint.</summary>
    public static void ShowCheckpoint(CommandConsole console, string folder)
    {
        var manifest = CheckpointManifest.ReadAndVerify(folder);
        using var stream = File.OpenRead(Path.Combine(folder, TrainingState.ModelFile));
        var file = new SafetensorsFile(stream, TrainingState.ModelFile);
        console.Facts(new { Kind = "checkpoint", manifest.Step, manifest.Files, Tensors = Entries(file) },
        [
            CommandConsole.Columns([("kind", "checkpoint, whole"), ("step", $"{manifest.Step:N0}"), .. manifest.Files.Select(f => (f.Key, $"{CommandConsole.Bytes(f.Value.Bytes)}  {f.Value.Sha256}"))]),
            CommandConsole.Line(""),
            Lines(file),
        ]);
    }

    /// <summary>Shows the header of a safetensors file.</summary>
    public static void ShowFile(CommandConsole console, string path)
    {
        using var stream = File.OpenRead(path);
        var file = new SafetensorsFile(stream, path);
        console.Facts(new { Kind = "safetensors", file.Metadata, Tensors = Entries(file) },
            [CommandConsole.Columns([("kind", "safetensors"), ("tensors", $"{file.Entries.Count:N0}"), .. file.Metadata.Select(m => (m.Key, m.Value))]), CommandConsole.Line(""), Lines(file)]);
    }

    private static IEnumerable<object> Entries(SafetensorsFile file) => file.Entries.Values.Select(e => new { e.Name, e.DataType, e.Shape });

    private static Grid Lines(SafetensorsFile file) =>
        CommandConsole.Columns(file.Entries.Values.Select(e => (e.Name, $"{e.DataType} [{string.Join(", ", e.Shape)}]")));

    private static IEnumerable<object> Tensors(ParameterStore store) =>
        store.Parameters.Select(p => new { p.Path, p.Tensor.Rows, p.Tensor.Columns, Deviation = Deviation(p.Tensor) });

    private static Grid Lines(ParameterStore store) =>
        CommandConsole.Columns(store.Parameters.Select(p => (p.Path, $"{p.Tensor,-14} root mean square {Deviation(p.Tensor):0.0000}")));

    /// <summary>Root mean square of the elements.</summary>
    private static double Deviation(Tensor tensor)
    {
        double sum = 0;
        foreach (float value in tensor.Values) sum += (double)value * value;
        return Math.Sqrt(sum / tensor.Length);
    }
}
