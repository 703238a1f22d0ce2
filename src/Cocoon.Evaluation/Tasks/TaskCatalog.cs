namespace Cocoon.Evaluation;

/// <summary>Every task that is known by name: the one place where a new one is entered.</summary>
public static class TaskCatalog
{
    /// <summary>The tasks.</summary>
    public static IReadOnlyList<TaskDefinition> All { get; } = [.. GlueTasks.All, .. SquadTasks.All, .. ConllTasks.All];

    /// <summary>The task of a name, whatever its capitals; null if there is none.</summary>
    public static TaskDefinition? Find(string name) => All.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase));
}
