using Cocoon.Tensors;

namespace Cocoon.Evaluation;

/// <summary>One label of several for a text or a pair of texts.</summary>
/// <remarks>Devlin et al. 2018, arXiv:1810.04805, §4.1: softmax over the labels on the state of [CLS].</remarks>
public sealed class ClassificationTask(TaskSettings settings) : ITextTask
{
    private readonly LabelNumbers _numbers = new(settings.Labels);

    /// <inheritdoc/>
    public TaskSettings Settings => settings;

    /// <inheritdoc/>
    public IEnumerable<EncodedSequence> Encode(LabelledExample example, int number, TextEncoder texts)
    {
        var sequence = texts.Encode(number, example.Text, example.Pair);
        yield return example.Labels is null ? sequence : sequence with { Targets = [_numbers.Of(example.Labels[0], example.Place)] };
    }

    /// <inheritdoc/>
    public ITaskHead CreateHead(ParameterScope scope, int hiddenSize, HeadOptions options)
    {
        float[] weights = [.. options.LabelWeights];
        return new FirstTokenHead(scope, hiddenSize, settings.Labels.Count, options, (tape, scores, sequences) =>
        {
            int[] targets = [.. sequences.Select(s => s.Targets[0])];
            return weights.Length == 0 ? tape.SoftmaxCrossEntropy(scores, targets) : tape.WeightedCrossEntropy(scores, targets, targets.Select(t => weights[t]).ToArray());
        });
    }

    /// <inheritdoc/>
    /// <remarks><c>accuracy</c>, <c>matthews</c>, <c>macro_f1</c>; <c>f1</c> of the second of two labels; <c>calibration_error</c>.</remarks>
    public SortedDictionary<string, double> Measure(ExampleSet set, IReadOnlyList<EncodedSequence> sequences, IReadOnlyList<float[]> scores)
    {
        var matrix = Confusion(sequences, scores);
        var measures = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            [MeasureNames.Accuracy] = matrix.Accuracy, [MeasureNames.Matthews] = matrix.Matthews, [MeasureNames.MacroF1] = matrix.MacroF1,
            [MeasureNames.CalibrationError] = Confidence(sequences, scores).Error,
        };
        if (settings.Labels.Count == 2) measures[MeasureNames.F1] = matrix.F1(1);
        return measures;
    }

    /// <summary>How often each label was answered where another is right.</summary>
    public ConfusionMatrix Confusion(IReadOnlyList<EncodedSequence> sequences, IReadOnlyList<float[]> scores)
    {
        var matrix = new ConfusionMatrix(settings.Labels.Count);
        for (int i = 0; i < sequences.Count; i++) matrix.Add(sequences[i].Targets[0], Probabilities.Best(scores[i]));
        return matrix;
    }

    /// <summary>Whether the probabilities can be believed.</summary>
    public static Calibration Confidence(IReadOnlyList<EncodedSequence> sequences, IReadOnlyList<float[]> scores) => Calibration.Of([.. sequences.Select((s, i) =>
    {
        int best = Probabilities.Best(scores[i]);
        return (Math.Min(1, Probabilities.Softmax(scores[i])[best]), best == s.Targets[0]);
    })]);

    /// <inheritdoc/>
    public TextAnswer AnswerOf(ReadOnlySpan<float> scores) => new() { Label = settings.Labels[Probabilities.Best(scores)], Probabilities = Probabilities.Softmax(scores) };

    /// <inheritdoc/>
    /// <remarks>What the right label's probability lacks to that of the one answered.</remarks>
    public double ErrorOf(EncodedSequence sequence, ReadOnlySpan<float> scores)
    {
        double[] probabilities = Probabilities.Softmax(scores);
        return probabilities[Probabilities.Best(scores)] - probabilities[sequence.Targets[0]];
    }
}
