using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>A trained model whose weights another run begins with: to go on with it, or to train it for something else.</summary>
public sealed class StartingModel : IDisposable
{
    private const string Tokens = "embeddings.tokens", Positions = "embeddings.positions", Segments = "embeddings.segments";

    private readonly string _path, _folder;
    private readonly string? _run;
    private readonly TrainedModel _model;
    private readonly EncoderOptions _sizes;
    private readonly StartProvenance _provenance;

    private StartingModel(string path, string folder, string? run, TrainedModel model, EncoderOptions sizes, StartProvenance provenance) =>
        (_path, _folder, _run, _model, _sizes, _provenance) = (path, folder, run, model, sizes, provenance);

    /// <summary>What turned text into its ids.</summary>
    public Tokenizer Tokenizer => _model.Tokenizer;

    /// <summary>Loads it.</summary>
    /// <param name="path">A run, a model's folder or a checkpoint.</param>
    /// <param name="warn">Told which newer checkpoint is damaged.</param>
    /// <exception cref="InvalidDataException">There is no model.</exception>
    public static StartingModel Load(string path, Action<string> warn)
    {
        var (folder, run) = ModelLocator.Find(path, warn);
        var model = ModelLocator.Load(folder, warn);
        if (run is null)
        {
            var config = ModelFolder.ReadConfig(folder);
            return new(path, folder, run, model, config.Model, About(folder, config.Name, config.Objective, config.Steps, config.WeightsSha256));
        }
        var (recipe, manifest) = (PretrainingRun.ReadRecipe(run), CheckpointManifest.ReadAndVerify(folder));
        return new(path, folder, run, model, recipe.Model, About(folder, recipe.Name, recipe.Objective, manifest.Step, manifest.Files[TrainingState.ModelFile].Sha256));
    }

    /// <summary>Refuses a recipe or text that its weights mean nothing to.</summary>
    /// <exception cref="UsageException">The tokenizer or a width is another one.</exception>
    public void RequireFits(Recipe recipe, PreparedData? data)
    {
        if (data is not null && data.Tokenizer.Fingerprint != Tokenizer.Fingerprint)
            throw new UsageException($"{_path} was trained with tokenizer {Tokenizer.Fingerprint[..16]}…, but {data.Shards.Folder} was made with {data.Tokenizer.Fingerprint[..16]}…: the same number is another word there. Prepare the text with its tokenizer: cocoon data prepare --tokenizer {(_run is null ? _folder : new RunFolder(_run).Tokenizer)}");
        var differences = Widths(_sizes).Zip(Widths(recipe.Model)).Where(pair => pair.First != pair.Second).ToList();
        if (differences.Count > 0)
            throw new UsageException($"{_path}: its weights do not fit this recipe: {string.Join(", ", differences.Select(d => $"model.{d.First.Name} is {d.First.Size} there and {d.Second.Size} here"))}. Use {string.Join(' ', differences.Select(d => $"--set model.{d.First.Name}={d.First.Size}"))}");
    }

    /// <summary>What <see cref="Give"/> would give to the model of a recipe.</summary>
    public StartProvenance Preview(Recipe recipe)
    {
        using var model = TrainedModel.Create(recipe.Model, recipe.Objective, recipe.Precision, Tokenizer);
        return Give(model.Parameters);
    }

    /// <summary>Gives its weights to the parameters of the same name and shape; where one model has more tokens, positions or segments than the other, those that both have.</summary>
    /// <returns>What was given and what was not.</returns>
    public StartProvenance Give(ParameterStore parameters)
    {
        var weights = _model.Parameters.Parameters.ToDictionary(p => p.Path, p => p.Tensor, StringComparer.Ordinal);
        var loaded = new HashSet<string>(StringComparer.Ordinal);
        var partly = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, tensor) in parameters.Parameters)
        {
            if (!weights.TryGetValue(path, out var given) || given.Columns != tensor.Columns || (given.Rows != tensor.Rows && !HasRowsOfTheirOwn(path))) continue;
            int rows = Math.Min(given.Rows, tensor.Rows);
            given.Values[..(rows * given.Columns)].CopyTo(tensor.Values);
            if (given.Rows == tensor.Rows) loaded.Add(path);
            else partly[path] = given.Rows < tensor.Rows ? $"{path} ({rows:N0} of {tensor.Rows:N0} rows)" : $"{path} (all {rows:N0} rows, of {given.Rows:N0} there)";
        }
        if (weights.GetValueOrDefault(Segments) is { } segments && parameters.Parameters.All(p => p.Path != Segments))
        {
            AddToAll(parameters[Positions].Tensor, segments.Row(0));   // without segments every token is in the first
            partly[Segments] = $"{Segments} (the first of {segments.Rows}, added to every position)";
        }
        string[] wanted = [.. parameters.Parameters.Select(p => p.Path)], offered = [.. _model.Parameters.Parameters.Select(p => p.Path)], taken = [.. loaded, .. partly.Keys];
        return _provenance with { Loaded = Named(loaded), Partly = [.. partly.Values], New = Named(wanted.Except(taken)), Dropped = Named(offered.Except(taken)) };

        IReadOnlyList<string> Named(IEnumerable<string> paths) => [.. TensorBranches.Of(wanted.Union(offered), paths.ToHashSet(StringComparer.Ordinal))];
    }

    public void Dispose() => _model.Dispose();

    /// <summary>True if a row means the same however many there are.</summary>
    private static bool HasRowsOfTheirOwn(string path) => Array.Exists([Tokens, Positions, Segments], name => path.EndsWith(name, StringComparison.Ordinal));

    private static void AddToAll(Tensor rows, ReadOnlySpan<float> vector)
    {
        for (int row = 0; row < rows.Rows; row++)
            for (int i = 0; i < vector.Length; i++) rows.Row(row)[i] += vector[i];
    }

    /// <summary>The sizes without which no layer has a meaning. Layers, positions and heads of objectives may differ: they are loaded or not, one by one.</summary>
    private static IEnumerable<(string Name, int Size)> Widths(EncoderOptions sizes) =>
    [
        ("vocabularySize", sizes.VocabularySize),
        ("hiddenSize", sizes.HiddenSize),
        ("embeddingSize", sizes.EmbeddingSize > 0 ? sizes.EmbeddingSize : sizes.HiddenSize),
        ("feedForwardSize", sizes.FeedForwardSize),
        ("heads", sizes.Heads),
    ];

    private static StartProvenance About(string folder, string name, ObjectiveOptions objective, long steps, string sha256) => new()
    {
        Folder = Path.GetFullPath(folder), Name = name, Objective = ObjectiveTypes.All.First(t => t.Options == objective.GetType()).Name, Steps = steps, WeightsSha256 = sha256,
        Loaded = [], New = [], Dropped = [],
    };
}
