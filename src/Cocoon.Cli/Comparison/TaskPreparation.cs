using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Models;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Reads the tasks of a comparison and their recipes, so that whatever is wrong with them is told before the first step.</summary>
internal static class TaskPreparation
{
    /// <summary>The tasks, ready to begin.</summary>
    /// <param name="comparison">What is compared, without problems.</param>
    /// <param name="file">Its file: recipes lie relative to its folder.</param>
    /// <param name="tasks">Folder of the tasks' data; null if there is none.</param>
    /// <param name="competitors">Whose models must be able to learn them.</param>
    /// <param name="console">Told what was noticed in the data.</param>
    /// <exception cref="RecipeException">A task is unknown, or its recipe cannot be run; every reason is told at once.</exception>
    /// <exception cref="UsageException">No folder was named.</exception>
    /// <exception cref="TaskDataException">Examples are missing or damaged.</exception>
    public static IReadOnlyList<PlannedTask> Resolve(ComparisonOptions comparison, string file, string? tasks, IReadOnlyList<Competitor> competitors, CommandConsole console)
    {
        if (comparison.Tasks.Count == 0) return [];
        if (tasks is null) throw new UsageException("The comparison has tasks: name the folder of their data with --tasks.");
        var problems = new List<RecipeProblem>();
        var settings = comparison.Tasks.Select((task, i) => Settings(task, comparison, file, competitors, $"tasks[{i}]", problems)).ToList();
        if (problems.Count > 0) throw new RecipeException(file, problems);
        return [.. comparison.Tasks.Zip(settings, (task, setting) => Plan(task, Path.GetFullPath(Path.Combine(tasks, task.Data)), setting!, console))];
    }

    /// <summary>True if the files still say what a comparison was begun with.</summary>
    public static bool IsUnchanged(PlannedTask begun, ComparisonOptions comparison, string file, IReadOnlyList<Competitor> competitors)
    {
        var problems = new List<RecipeProblem>();
        var now = Settings(comparison.Tasks.First(t => t.Task == begun.Task), comparison, file, competitors, begun.Task, problems);
        return problems.Count == 0 && JsonSerializer.Serialize(now) == JsonSerializer.Serialize(begun.FineTuning);
    }

    /// <summary>The tasks of a comparison that was begun, where their data lie now.</summary>
    /// <exception cref="InvalidDataException">Data are missing or changed.</exception>
    public static IReadOnlyList<PlannedTask> Reopen(IReadOnlyList<PlannedTask> begun, ComparisonOptions comparison, string? tasks)
    {
        IReadOnlyList<PlannedTask> now = tasks is null ? begun : [.. begun.Zip(comparison.Tasks, (planned, task) => planned with { Folder = Path.GetFullPath(Path.Combine(tasks, task.Data)) })];
        foreach (var task in now) task.RequireUnchanged();
        return now;
    }

    private static FineTuningOptions? Settings(ComparisonTask task, ComparisonOptions comparison, string file, IReadOnlyList<Competitor> competitors, string path, List<RecipeProblem> problems)
    {
        path = $"{path} ({task.Task})";
        if (TaskCatalog.Find(task.Task) is null) problems.Add(new(path, $"There is no task '{task.Task}'.", NearestName.Hint(task.Task, [.. TaskCatalog.All.Select(t => t.Name)])));
        try
        {
            var settings = FineTuningRecipe.LoadOptions(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, task.Recipe), task.Set) with { Seeds = comparison.Seeds, Search = new() };
            foreach (var competitor in competitors.Where(c => c.Recipe.Model.MaxLength < settings.MaxLength))
                problems.Add(new($"{path}: maxLength", $"Sequences of {settings.MaxLength} tokens, but {competitor.Name} has positions for {competitor.Recipe.Model.MaxLength}.", $"Use maxLength {competitor.Recipe.Model.MaxLength} at most."));
            return settings;
        }
        catch (RecipeException e)
        {
            problems.AddRange(e.Problems.Select(p => p with { Path = $"{path}: {p.Path}" }));
            return null;
        }
    }

    /// <summary>Refuses competitors whose main network is no encoder.</summary>
    /// <exception cref="UsageException">One of them cannot be fine-tuned.</exception>
    public static void RequireEncoders(IEnumerable<Competitor> competitors, PreparedData data)
    {
        foreach (var competitor in competitors)
        {
            using var model = TrainedModel.Create(competitor.Recipe.Model, competitor.Recipe.Objective, competitor.Recipe.Precision, data.Tokenizer);
            if (model.Network is not IEncodingNetwork) throw new UsageException($"{competitor.Name}: its main network is no encoder, and cannot be fine-tuned. Compare it without tasks.");
        }
    }

    private static PlannedTask Plan(ComparisonTask task, string folder, FineTuningOptions settings, CommandConsole console)
    {
        var definition = PlannedTask.DefinitionOf(task.Task);
        var data = TaskData.Load(definition, folder);
        foreach (string note in data.Notes) console.Say($"{definition.Name}: {note}");
        return new() { Task = task.Task, Folder = folder, Fingerprint = PlannedTask.FingerprintOf(task.Task, folder), FineTuning = settings };
    }
}
