using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Composition of a fine-tuning run: turns a recipe into encoder, examples and trainings.</summary>
public sealed class FineTuningFolder : IDisposable
{
    private static readonly string[] s_beforeRecipe = ["lock", "tokenizer", "recipe.json.tmp-"];

    private readonly FineTuningSource _source;
    private RunLock? _lock;

    private FineTuningFolder(FineTuningRecipe recipe, FineTuningSource source, FineTuningInput input, IReadOnlyList<string> guess) =>
        (Recipe, _source, Input, Guess) = (recipe, source, input, guess);

    /// <summary>What is to be done.</summary>
    public FineTuningRecipe Recipe { get; }

    /// <summary>Encoder and examples.</summary>
    public FineTuningInput Input { get; }

    /// <summary>What was found out about the columns of a task of one's own; empty for tasks that are known.</summary>
    public IReadOnlyList<string> Guess { get; }

    /// <summary>Loads what a recipe names, and checks it.</summary>
    /// <param name="recipe">The recipe; its fingerprint is filled in.</param>
    /// <param name="warn">Told what is damaged.</param>
    /// <exception cref="TaskDataException">The data cannot be learned.</exception>
    /// <exception cref="UsageException">Model, task and settings do not fit together.</exception>
    public static FineTuningFolder Open(FineTuningRecipe recipe, Action<string> warn)
    {
        var (data, guess) = ReadData(recipe.Task, recipe.Data, recipe.Columns);
        var source = FineTuningSource.Load(recipe.Model, recipe.Pretrained, warn);
        try
        {
            var input = new FineTuningInput(source.Encoder, data, recipe.Options);
            return new(recipe with { Fingerprint = input.Fingerprint }, source, input, guess);
        }
        catch (ArgumentException e)
        {
            source.Dispose();
            throw new UsageException(e.Message);
        }
    }

    /// <summary>Begins in a new folder, or goes on where a run with the same recipe stopped.</summary>
    /// <exception cref="UsageException">The folder holds something else.</exception>
    public void Begin(string path)
    {
        var folder = new RunFolder(path);
        if (File.Exists(folder.Recipe)) throw new UsageException($"{path}: a run is there already. Go on with it: cocoon resume {path}. Or choose another folder.");
        bool unfinished = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).All(e => s_beforeRecipe.Any(name => Path.GetFileName(e).StartsWith(name, StringComparison.Ordinal)));
        if (!unfinished) OutputFolder.RequireNew(path, "Choose another folder for the run.");
        Directory.CreateDirectory(path);
        _lock = new(path);
        Input.Encoder.Tokenizer.Save(Directory.CreateDirectory(folder.Tokenizer).FullName);
        Recipe.Write(folder); // last: what has a recipe can be resumed
    }

    /// <summary>Loads what a run was asked to do, and makes sure that it is still the same.</summary>
    /// <exception cref="InvalidDataException">Data or model have changed.</exception>
    public static FineTuningFolder Resume(string path, Action<string> warn)
    {
        var recipe = FineTuningRecipe.Read(path);
        var opened = Open(recipe, warn);
        if (opened.Recipe.Fingerprint != recipe.Fingerprint)
        {
            opened.Dispose();
            throw new InvalidDataException($"{path}: the data in {recipe.Data} or the weights of {recipe.Model} are not those that the run began with. Put them back, or begin again in another folder.");
        }
        opened._lock = new(path);
        return opened;
    }

    /// <summary>Trains until all is done, a limit or a request to stop; then writes the report.</summary>
    public FineTuningResults? Train(string path, Engine engine, IFineTuningObserver observer, TimeSpan? limit, Action<string> warn, CancellationToken stop)
    {
        var folder = new RunFolder(path);
        DurableFile.Write(folder.Provenance, stream => stream.Write(JsonSerializer.SerializeToUtf8Bytes(MachineProvenance.Of(engine), RecipeJson.Strict)));
        var results = new FineTuningRun(folder, Input, Recipe.Options, engine.Kernels, TimeProvider.System, warn).Run(observer, limit, stop);
        FineTuningReport.Write(folder, Recipe, results);
        return results;
    }

    public void Dispose()
    {
        _source.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Reads the data of a task.</summary>
    /// <param name="task">A name of the catalog, or that of a task of one's own.</param>
    /// <param name="data">Its folder, or the training file of a task of one's own.</param>
    /// <param name="columns">What is known of a task of one's own.</param>
    private static (TaskData Data, IReadOnlyList<string> Guess) ReadData(string task, string data, TableHints columns)
    {
        if (string.Equals(task, OwnTask.Name, StringComparison.OrdinalIgnoreCase))
        {
            var own = OwnTask.Find(data, columns);
            return (own.Load(), own.Guess);
        }
        var definition = TaskCatalog.Find(task) ?? throw new UsageException($"There is no task '{task}'. {NearestName.Hint(task, [.. TaskCatalog.All.Select(t => t.Name)])} For labelled texts of your own: cocoon finetune {OwnTask.Name} --data FILE");
        if (columns != new TableHints()) throw new UsageException($"--text, --pair, --label and --kind describe data of your own; {definition.Name} has its own files. Use the task '{OwnTask.Name}'.");
        return (TaskData.Load(definition, data), []);
    }
}
