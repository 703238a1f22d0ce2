using System.Text.Json;
using Cocoon.Training;

namespace Cocoon.Evaluation;

/// <summary>A comparison, as its file says it: who is compared, at what compute, on which tasks, how often.</summary>
public sealed record ComparisonOptions
{
    private const string NameRule = "Use small letters, digits and dashes: it becomes a folder.";

    /// <summary>What the comparison is called, for people.</summary>
    public required string Name { get; init; }

    /// <summary>What each competitor's pretraining may cost: a time, as in <c>60 min</c>, or operations, as in <c>1e15 flop</c>.</summary>
    public required string Budget { get; init; }

    /// <summary>Parts of the budget after which the model is kept and used for the tasks, in (0, 1], rising to 1.</summary>
    public IReadOnlyList<double> Fractions { get; init; } = [0.125, 0.25, 0.5, 1];

    /// <summary>Names every random number of the pretrainings, the same for all.</summary>
    public ulong PretrainingSeed { get; init; } = 1;

    /// <summary>Seeds of the fine-tunings; each task is learned once with each.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Those that are compared; the first is the one that the others are held against.</summary>
    public required IReadOnlyList<CompetitorOptions> Competitors { get; init; }

    /// <summary>The tasks that every model is fine-tuned on; without any, only the pretrainings are compared.</summary>
    public IReadOnlyList<ComparisonTask> Tasks { get; init; } = [];

    /// <summary>True if another says the same in every field.</summary>
    /// <remarks>Records compare their lists by identity, hence not <c>==</c>.</remarks>
    public bool SaysTheSameAs(ComparisonOptions other) => JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <summary>Every reason why this cannot be compared.</summary>
    public IEnumerable<RecipeProblem> Problems()
    {
        if (Name is "") yield return new("name", "The name is empty.", "Give the comparison a name.");
        if (Fractions.Count == 0 || Fractions[^1] != 1) yield return new("fractions", "The last of them is not the whole budget.", "Let them rise to 1, as in [0.125, 0.25, 0.5, 1].");
        for (int i = 0; i < Fractions.Count; i++)
            if (Fractions[i] is not (> 0 and <= 1) || (i > 0 && !(Fractions[i] > Fractions[i - 1])))
                yield return new($"fractions[{i}]", $"{Fractions[i]} is no part of the budget after those before it.", "Let them rise to 1, as in [0.125, 0.25, 0.5, 1].");
        if (Seeds.Count == 0) yield return new("seeds", "There is none.", "Use three at least, as in [1, 2, 3]: without a spread a difference says nothing.");
        if (Seeds.Distinct().Count() < Seeds.Count) yield return new("seeds", "One stands there twice, which would count the same result twice.", "Use different ones.");
        foreach (var problem in CompetitorProblems()) yield return problem;
        foreach (var problem in TaskProblems()) yield return problem;
    }

    private IEnumerable<RecipeProblem> CompetitorProblems()
    {
        if (Competitors is null) yield break; // reported missing
        if (Competitors.Count == 0) yield return new("competitors", "There is none.", "Name two at least.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < Competitors.Count; i++)
        {
            if (Competitors[i].Name is not { } name) continue; // reported missing
            if (!IsFolderName(name)) yield return new($"competitors[{i}].name", $"'{name}' is not a name of a competitor.", NameRule);
            if (!names.Add(name)) yield return new($"competitors[{i}].name", $"Another one is called '{name}', too.", "Give each its own name.");
        }
    }

    private IEnumerable<RecipeProblem> TaskProblems()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < Tasks.Count; i++)
            if (Tasks[i].Task is { } name && !names.Add(name)) yield return new($"tasks[{i}].task", $"'{name}' is there twice.", "Name each task once.");
    }

    private static bool IsFolderName(string name) => name.Length is > 0 and <= 60 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
