using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>What a fine-tuning run was asked to do, as its recipe.json says it: enough to go on with it.</summary>
public sealed record FineTuningRecipe
{
    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>Where its data lie: a folder, or the training file of a task of one's own.</summary>
    public required string Data { get; init; }

    /// <summary>What was said about the columns of a task of one's own.</summary>
    public required TableHints Columns { get; init; }

    /// <summary>The model that it begins with.</summary>
    public required string Model { get; init; }

    /// <summary>Whether its weights are taken, or only its sizes and tokenizer.</summary>
    public required bool Pretrained { get; init; }

    /// <summary>Of weights and data, see <see cref="FineTuningInput.Fingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How the task is learned.</summary>
    public required FineTuningOptions Options { get; init; }

    /// <summary>Reads settings, lays them over those that they extend, applies the overrides in order, and judges the result.</summary>
    /// <param name="path">A recipe of fine-tuning.</param>
    /// <param name="overrides">Assignments such as <c>epochs=3</c>.</param>
    /// <exception cref="RecipeException">They cannot be used; every reason is told at once.</exception>
    public static FineTuningOptions LoadOptions(string path, IEnumerable<string> overrides) => RecipeFile.Read<FineTuningOptions>(path, overrides, options => options.Problems());

    /// <summary>True if a folder is a fine-tuning run's.</summary>
    public static bool IsIn(string run)
    {
        string file = new RunFolder(run).Recipe;
        try
        {
            if (!File.Exists(file)) return false;
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new() { CommentHandling = JsonCommentHandling.Skip });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("fingerprint", out _);
        }
        catch (JsonException)
        {
            return false; // whoever reads it as a recipe will say what is wrong with it
        }
    }

    /// <summary>Reads what a run was asked to do.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static FineTuningRecipe Read(string run)
    {
        string file = new RunFolder(run).Recipe;
        try
        {
            return JsonSerializer.Deserialize<FineTuningRecipe>(File.ReadAllBytes(file), RecipeJson.Strict) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: damaged ({e.Message}). Begin the run again in another folder.", e);
        }
    }

    /// <summary>Writes it, complete or not at all.</summary>
    public void Write(RunFolder folder) => DurableFile.Write(folder.Recipe, stream => stream.Write(JsonSerializer.SerializeToUtf8Bytes(this, RecipeJson.Strict)));
}
