namespace Cocoon.Evaluation;

/// <summary>What is asked: everything about a task that a trained model must know. Written into its folder, as JSON.</summary>
public sealed record TaskSettings
{
    /// <summary>What people call the task, such as <c>SST-2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is asked.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>Whether it is asked about two texts.</summary>
    public required bool Pairs { get; init; }

    /// <summary>The answers there are, in the order of the head's outputs; empty if the answer is a number or a part of the text.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Names of the measures that count, the one that chooses the best model first; the task's score is their mean.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>For numbers: the lowest and the highest of the training data; a model learns them as 0 and 1.</summary>
    public NumberRange? Range { get; init; }

    /// <summary>For answers that are parts of a text: whether the text may lack it.</summary>
    public bool MayLackAnswer { get; init; }

    /// <summary>The number that stands for all: the mean of the measures that count.</summary>
    public double ScoreOf(IReadOnlyDictionary<string, double> measures) => Metrics.Average(name => measures[name]);

    /// <summary>The task.</summary>
    /// <exception cref="NotSupportedException">There is no such kind.</exception>
    public ITask Build() => Kind switch
    {
        TaskKind.Classification => new ClassificationTask(this),
        TaskKind.Regression => new RegressionTask(this),
        TaskKind.MultiLabel => new MultiLabelTask(this),
        TaskKind.TokenLabels => new TokenLabelTask(this),
        TaskKind.Span => new SpanTask(this),
        _ => throw new NotSupportedException($"Tasks of kind {Kind} have no head."),
    };
}

/// <summary>Where numbers lie.</summary>
/// <param name="Lowest">The lowest.</param>
/// <param name="Highest">The highest, above it.</param>
public sealed record NumberRange(float Lowest, float Highest);
