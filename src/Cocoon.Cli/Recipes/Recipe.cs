using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Everything that decides the result of a run: equal recipes on equal data give equal bits.</summary>
public sealed record Recipe
{
    /// <summary>What the run is called, for people.</summary>
    public required string Name { get; init; }

    /// <summary>How text is cut into batches.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>Sizes of the encoder.</summary>
    public required EncoderOptions Model { get; init; }

    /// <summary>What it is trained to do.</summary>
    public required ObjectiveOptions Objective { get; init; }

    /// <summary>Steps, learning rate, seed, and when to log, evaluate and save.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>What the operands of matrix products are rounded to.</summary>
    public Precision Precision { get; init; } = Precision.Bf16;

    /// <summary>Wall-clock time that training.duration gives, if it names a time; the number of steps is then measured before step 0.</summary>
    [JsonIgnore]
    public TimeSpan? Budget { get; init; }

    /// <summary>Tokens of one step at most.</summary>
    [JsonIgnore]
    public long TokensPerStep => (long)Data.SequenceLength * Data.SequencesPerBatch * Training.Accumulate;

    /// <summary>Reads a recipe, lays it over the one it extends, applies the overrides in order, and judges the result.</summary>
    /// <param name="path">A recipe file; its "extends" is relative to its own folder.</param>
    /// <param name="overrides">Assignments such as <c>training.steps=100</c>.</param>
    /// <param name="data">The text that it will be trained on; null if that is not known yet.</param>
    /// <exception cref="RecipeException">It cannot run; every reason is told at once.</exception>
    public static Recipe Load(string path, IEnumerable<string>? overrides = null, PreparedData? data = null)
    {
        var json = RecipeFile.Read(path);
        var problems = new List<RecipeProblem>();
        foreach (string assignment in overrides ?? [])
            if (RecipeFile.Assign(json, assignment) is { } problem) problems.Add(problem);
        var duration = RecipeDuration.Take(json, problems);
        var recipe = RecipeDuration.Apply(RecipeShape.Read<Recipe>(json, problems), duration);
        problems.AddRange(recipe.Problems(data).Where(p => !problems.Exists(told => told.Path == p.Path)).ToList());
        return problems.Count == 0 ? recipe : throw new RecipeException(path, problems);
    }

    /// <summary>The recipe as JSON with every default filled in.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecipeJson.Strict) + "\n";

    /// <summary>Every reason why this recipe cannot run, contradictions between its sections included; empty if it can.</summary>
    /// <param name="data">The text that it will be trained on; null if that is not known yet.</param>
    public IEnumerable<RecipeProblem> Problems(PreparedData? data = null)
    {
        // A section may be missing here only while a recipe with mistakes is being judged.
        foreach (var problem in (Data?.Problems() ?? []).Concat(Model?.Problems("model") ?? []).Concat(Objective?.Problems("objective") ?? []).Concat(Training?.Problems("training") ?? []))
            yield return problem;
        if (data is not null && Model is not null && Model.VocabularySize != data.Shards.Manifest.VocabularySize)
            yield return new("model.vocabularySize", $"The recipe says {Model.VocabularySize}, but the tokenizer of {data.Shards.Folder} has {data.Shards.Manifest.VocabularySize} tokens.", $"Use --set model.vocabularySize={data.Shards.Manifest.VocabularySize}, or train a tokenizer with --vocab-size {Model.VocabularySize} and prepare the text again.");
        if (data is { Tokenizer.Special.Mask: < 0 } && Objective?.HidesText() == true)
            yield return new("objective.type", $"It hides text behind a token that masks, but the tokenizer of {data.Shards.Folder} has none.", $"Train one with cocoon tokenizer train, which gives every kind such a token, and prepare the text again; or name a token that the text does not need as \"mask_token\" in {Path.Combine(data.Shards.Folder, PreparedData.TokenizerFolder, "tokenizer_config.json")}.");
        if (Name is "") yield return new("name", "The name is empty.", "Give the run a name.");
        if (Data is null || Model is null) yield break;
        if (Data.SequenceLength > Model.MaxLength)
            yield return new("data.sequenceLength", $"Sequences of {Data.SequenceLength} tokens, but positions for {Model.MaxLength}.", $"Raise model.maxLength to {Data.SequenceLength} at least, or shorten the sequences.");
        if (Objective is null || Model.Problems("model").Any()) yield break;
        foreach (var problem in Objective.ProblemsWith(new(Model, Data.SequencesPerBatch, Budget is null ? Training?.Steps : null) { Tokenizer = data?.Tokenizer })) yield return problem;
    }
}
