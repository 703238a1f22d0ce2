using Cocoon.Training;

namespace Cocoon.Evaluation;

/// <summary>Examples with the sequences that a model reads of them.</summary>
/// <param name="Examples">The examples.</param>
/// <param name="Sequences">Their sequences, in their order.</param>
public sealed record EncodedSet(ExampleSet Examples, IReadOnlyList<EncodedSequence> Sequences)
{
    /// <summary>Encodes a set.</summary>
    /// <exception cref="TaskDataException">A right answer is not among the task's.</exception>
    public static EncodedSet Of(ExampleSet examples, ITask task, TextEncoder texts) =>
        new(examples, [.. examples.Examples.SelectMany((example, i) => task.Encode(example, i, texts))]);
}

/// <summary>Measures a model on the development sets of a task: the first chooses the best checkpoint.</summary>
/// <param name="task">What is asked.</param>
/// <param name="sets">The sets, all with answers, at least one.</param>
/// <param name="scorer">Runs the model.</param>
public sealed class TaskEvaluation(ITask task, IReadOnlyList<EncodedSet> sets, SequenceScorer scorer) : IHeldOutEvaluation
{
    /// <inheritdoc/>
    /// <remarks>The measures of the first set, and its <c>loss</c>; those of the others as <c>set.measure</c>.</remarks>
    public SortedDictionary<string, double>? Run(CancellationToken cancellation = default)
    {
        var all = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            if (scorer.Score(set.Sequences, cancellation: cancellation) is not { } answered) return null;
            string prefix = set == sets[0] ? "" : set.Examples.Name + ".";
            all[prefix + HeldOutEvaluation.Loss] = answered.Loss;
            foreach (var (name, value) in task.Measure(set.Examples, set.Sequences, answered.Scores)) all[prefix + name] = value;
        }
        return all;
    }

    /// <inheritdoc/>
    public double LossOf(IReadOnlyDictionary<string, double> measures) => 1 - task.Settings.ScoreOf(measures);
}
