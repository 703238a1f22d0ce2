namespace Cocoon.Evaluation;

/// <summary>CoNLL-2003's English names in its own files.</summary>
public static class ConllTasks
{
    /// <summary>The task.</summary>
    public static IReadOnlyList<TaskDefinition> All { get; } =
    [
        new()
        {
            Name = "CoNLL-2003", Kind = TaskKind.TokenLabels, Metrics = [MeasureNames.EntityF1],
            Train = "eng.train", Development = ["eng.testa"], Test = ["eng.testb"], Reader = new ConllFile(),
        },
    ];
}
