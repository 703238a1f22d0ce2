using System.Globalization;
using Cocoon.Training;

namespace Cocoon.Evaluation;

/// <summary>An answer that is far from the right one.</summary>
/// <param name="Place">Where the example stands.</param>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text; null if there is none.</param>
/// <param name="Right">What is right.</param>
/// <param name="Answer">What the model says.</param>
/// <param name="Error">How far it is off, see <see cref="ITextTask.ErrorOf"/>.</param>
public sealed record WrongAnswer(ExamplePlace Place, string Text, string? Pair, string Right, TextAnswer Answer, double Error);

/// <summary>What a fine-tuned model makes of a set of examples.</summary>
public sealed record SetEvaluation
{
    /// <summary>The examples.</summary>
    public required ExampleSet Examples { get; init; }

    /// <summary>The answers, in their order.</summary>
    public required IReadOnlyList<TextAnswer> Answers { get; init; }

    /// <summary>The measures by name, with the <c>loss</c>; empty if the examples have no answers.</summary>
    public required SortedDictionary<string, double> Measures { get; init; }

    /// <summary>How often each label was answered where another is right; null if there is not one right label each.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Whether the probabilities can be believed; null if there is not one right label each.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>The answers that are furthest from the right ones, the worst first.</summary>
    public required IReadOnlyList<WrongAnswer> Worst { get; init; }

    /// <summary>Runs a model over a set.</summary>
    /// <param name="model">The model; its task is about whole texts.</param>
    /// <param name="scorer">Runs it.</param>
    /// <param name="set">The examples, all with answers or none.</param>
    /// <param name="worst">How many of the worst errors are wanted.</param>
    /// <param name="progress">Told the number of examples that are done.</param>
    /// <exception cref="TaskDataException">A right answer is not among the model's.</exception>
    public static SetEvaluation Of(FineTunedModel model, SequenceScorer scorer, ExampleSet set, int worst, Action<int>? progress = null)
    {
        if (model.Task is not ITextTask task) throw new ArgumentException($"The task {model.Task.Settings.Name} is not about whole texts.", nameof(model));
        var sequences = EncodedSet.Of(set, task, new TextEncoder(model.Tokenizer, model.Settings.MaxLength)).Sequences;
        var (scores, loss) = scorer.Score(sequences, progress)!.Value;
        var answers = scores.Select(s => task.AnswerOf(s)).ToList();
        if (!sequences.All(s => s.HasTarget)) return new() { Examples = set, Answers = answers, Measures = [], Worst = [] };
        var measures = task.Measure(set, sequences, scores);
        measures[HeldOutEvaluation.Loss] = loss;
        var classes = task as ClassificationTask;
        return new()
        {
            Examples = set, Answers = answers, Measures = measures,
            Confusion = classes?.Confusion(sequences, scores), Calibration = classes is null ? null : ClassificationTask.Confidence(sequences, scores),
            Worst = [.. sequences.Select((s, i) => (Sequence: s, Error: task.ErrorOf(s, scores[i]), Number: i)).Where(e => e.Error > 0).OrderByDescending(e => e.Error).Take(worst)
                .Select(e => WrongOf(set.Examples[e.Sequence.Example], answers[e.Number], e.Error))],
        };
    }

    private static WrongAnswer WrongOf(LabelledExample example, TextAnswer answer, double error) =>
        new(example.Place, example.Text, example.Pair, example.Labels is { } labels ? string.Join('|', labels) : example.Number?.ToString(CultureInfo.InvariantCulture) ?? "", answer, error);
}
