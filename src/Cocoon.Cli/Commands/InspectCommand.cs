using System.CommandLine;
using Cocoon.Evaluation;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon inspect</c>: what is in a run, model, checkpoint, folder of shards, tokenizer or file of weights.</summary>
internal sealed class InspectCommand : Verb
{
    private readonly Argument<string> _path = new("path") { Description = "A run, its model or a checkpoint, a folder of shards, a tokenizer, or a .safetensors file." };
    private readonly Option<long?> _batch = new("--batch") { Description = "Of a run: show the batch of this step as the newest weights see it: original, masked, sampled, detected, corrected.", HelpName = "step" };
    private readonly Option<int> _sequences = new("--sequences") { Description = "With --batch: how many sequences to show.", DefaultValueFactory = _ => 3, HelpName = "n" };
    private readonly Option<string?> _data = new("--data", "-d") { Description = "With --batch: where the training text lies now, if it was moved.", HelpName = "folder" };
    private readonly Option<bool> _json = JsonOption();

    public InspectCommand() : base("inspect", "Show what is in a run, model, checkpoint, folder of shards, tokenizer or file of weights, and whether it is whole.",
    [
        "cocoon inspect runs/first",
        "cocoon inspect runs/first --batch 1200 --sequences 2",
        "cocoon inspect runs/first/checkpoints/step-00001000 --json",
        "cocoon inspect data",
    ])
    {
        _sequences.Validators.Add(r => { if (r.GetValueOrDefault<int>() < 1) r.AddError("--sequences: choose 1 or more."); });
        _batch.Validators.Add(r => { if (r.GetValueOrDefault<long?>() < 0) r.AddError("--batch: steps are numbered from 0."); });
        Add(_path);
        foreach (var option in new Option[] { _batch, _sequences, _data, _json }) Add(option);
        SetAction(Inspect);
    }

    private int Inspect(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string path = arguments.GetRequiredValue(_path);
        if (arguments.GetValue(_batch) is { } step)
        {
            RunInspection.ShowBatch(console, path, step, arguments.GetValue(_sequences), arguments.GetValue(_data));
            return ExitCode.Ok;
        }
        if (File.Exists(path) && path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) WeightsInspection.ShowFile(console, path);
        else if (File.Exists(path)) return TokenizerInspectCommand.Show(console, path);
        else if (!Directory.Exists(path)) throw new InvalidDataException($"{path}: there is no such file or folder.");
        else if (FineTuningRecipe.IsIn(path)) FineTuningInspection.ShowRun(console, path);
        else if (Has(FineTunedModel.Config)) FineTuningInspection.ShowModel(console, path);
        else if (Has("recipe.json")) RunInspection.Show(console, path);
        else if (ModelLocator.IsModel(path)) WeightsInspection.ShowModel(console, path);
        else if (ModelLocator.IsCheckpoint(path)) WeightsInspection.ShowCheckpoint(console, path);
        else if (Has("manifest.json")) ShardInspection.Show(console, path);
        else if (Tokenizer.IsIn(path)) return TokenizerInspectCommand.Show(console, path);
        else throw new InvalidDataException($"{path}: neither a run, model, checkpoint, folder of shards nor tokenizer. Its contents: {string.Join(", ", Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Order(StringComparer.Ordinal).Take(8))}.");
        return ExitCode.Ok;

        bool Has(string name) => File.Exists(Path.Combine(path, name));
    }
}
