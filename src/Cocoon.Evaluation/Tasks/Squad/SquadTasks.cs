namespace Cocoon.Evaluation;

/// <summary>SQuAD 1.1 and 2.0 in their own files.</summary>
public static class SquadTasks
{
    /// <summary>Both.</summary>
    public static IReadOnlyList<TaskDefinition> All { get; } = [Of("SQuAD", "v1.1", MeasureNames.F1), Of("SQuAD2", "v2.0", MeasureNames.BestF1) with { MayLackAnswer = true }];

    private static TaskDefinition Of(string name, string version, string metric) => new()
    {
        Name = name, Kind = TaskKind.Span, Pairs = true, Metrics = [metric], Train = $"train-{version}.json", Development = [$"dev-{version}.json"], Reader = new SquadFile(),
    };
}
