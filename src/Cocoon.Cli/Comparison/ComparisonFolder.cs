using System.Text;
using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Where the parts of a comparison are; see docs/compare.md.</summary>
/// <param name="Path">The folder.</param>
public sealed record ComparisonFolder(string Path)
{
    private const string ManifestFile = "comparison.json";
    private static readonly string[] s_beforeManifest = ["lock", ManifestFile];

    /// <summary>What is compared, with everything that was decided and measured before the first step.</summary>
    public string Manifest => In(ManifestFile);

    /// <summary>Every number of the report, as JSON lines.</summary>
    public string Results => In("results.jsonl");

    /// <summary>Curves, tables and commands in one page.</summary>
    public string Report => In("report.html");

    /// <summary>True if a comparison was begun here.</summary>
    public bool IsBegun => File.Exists(Manifest);

    /// <summary>The run of a pretraining.</summary>
    public RunFolder RunOf(PretrainingPart part) => new(In(part.Folder));

    /// <summary>True if the pretraining is complete: its model is written last.</summary>
    public bool IsComplete(PretrainingPart part) => ModelLocator.IsModel(RunOf(part).Model);

    /// <summary>The run of the fine-tunings of a part.</summary>
    public RunFolder RunOf(FineTuningPart part) => new(In(part.Folder));

    /// <summary>True if all fine-tunings of the part are complete: their results are written last.</summary>
    public bool IsComplete(FineTuningPart part) => File.Exists(System.IO.Path.Combine(RunOf(part).Path, FineTuningRun.ResultsFile));

    /// <summary>How many parts of a plan are complete.</summary>
    public int CompleteParts(ComparisonPlan plan) => plan.Pretrainings.Count(IsComplete) + plan.FineTunings.Count(IsComplete);

    /// <summary>Refuses a folder that holds something else; what a start left that was killed is nothing worth keeping.</summary>
    /// <exception cref="UsageException">It is a file, or holds something.</exception>
    public void RequireNew()
    {
        bool unfinished = Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).All(e => s_beforeManifest.Any(name => System.IO.Path.GetFileName(e).StartsWith(name, StringComparison.Ordinal)));
        if (!unfinished) OutputFolder.RequireNew(Path, "Choose another folder for the comparison.");
    }

    /// <summary>Reads what was begun here.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public ComparisonManifest Read()
    {
        try
        {
            return JsonSerializer.Deserialize<ComparisonManifest>(File.ReadAllBytes(Manifest), RecipeJson.Strict) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{Manifest}: damaged ({e.Message}). Restore it: it says how many steps each competitor has.", e);
        }
    }

    /// <summary>Writes it: from then on the comparison is begun.</summary>
    public void Write(ComparisonManifest manifest) => WriteText(Manifest, JsonSerializer.Serialize(manifest, RecipeJson.Strict) + "\n");

    /// <summary>Replaces a file of the folder.</summary>
    public static void WriteText(string path, string text) => DurableFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
