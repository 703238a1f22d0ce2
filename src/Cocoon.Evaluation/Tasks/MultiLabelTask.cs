using Cocoon.Tensors;

namespace Cocoon.Evaluation;

/// <summary>Any number of labels for a text or a pair of texts: each is a question of its own, answered by yes or no.</summary>
public sealed class MultiLabelTask(TaskSettings settings) : ITextTask
{
    private readonly LabelNumbers _numbers = new(settings.Labels);

    /// <inheritdoc/>
    public TaskSettings Settings => settings;

    /// <inheritdoc/>
    public IEnumerable<EncodedSequence> Encode(LabelledExample example, int number, TextEncoder texts)
    {
        var sequence = texts.Encode(number, example.Text, example.Pair);
        if (example.Labels is null)
        {
            yield return sequence;
            yield break;
        }
        float[] values = new float[settings.Labels.Count];
        foreach (string label in example.Labels) values[_numbers.Of(label, example.Place)] = 1;
        yield return sequence with { Values = values };
    }

    /// <inheritdoc/>
    public ITaskHead CreateHead(ParameterScope scope, int hiddenSize, HeadOptions options) => new FirstTokenHead(scope, hiddenSize, settings.Labels.Count, options,
        (tape, scores, sequences) => tape.SigmoidCrossEntropy(scores, sequences.SelectMany(s => s.Values).ToArray()));

    /// <inheritdoc/>
    /// <remarks><c>micro_f1</c> over all decisions, <c>macro_f1</c> as the mean over the labels, <c>accuracy</c>: texts all of whose labels are right.</remarks>
    public SortedDictionary<string, double> Measure(ExampleSet set, IReadOnlyList<EncodedSequence> sequences, IReadOnlyList<float[]> scores)
    {
        var labels = Enumerable.Range(0, settings.Labels.Count).Select(_ => new ConfusionMatrix(2)).ToList();
        var all = new ConfusionMatrix(2);
        int whole = 0;
        for (int i = 0; i < sequences.Count; i++)
        {
            bool right = true;
            for (int c = 0; c < labels.Count; c++)
            {
                int gold = (int)sequences[i].Values[c], answered = scores[i][c] > 0 ? 1 : 0;
                labels[c].Add(gold, answered);
                all.Add(gold, answered);
                right &= gold == answered;
            }
            if (right) whole++;
        }
        return new(StringComparer.Ordinal)
        {
            [MeasureNames.MicroF1] = all.F1(1), [MeasureNames.MacroF1] = labels.Average(l => l.F1(1)), [MeasureNames.Accuracy] = whole / (double)sequences.Count,
        };
    }

    /// <inheritdoc/>
    public TextAnswer AnswerOf(ReadOnlySpan<float> scores)
    {
        float[] given = scores.ToArray();
        return new() { Labels = [.. settings.Labels.Where((_, c) => given[c] > 0)], Probabilities = [.. given.Select(Probabilities.Sigmoid)] };
    }

    /// <inheritdoc/>
    /// <remarks>Probability of all wrong decisions together.</remarks>
    public double ErrorOf(EncodedSequence sequence, ReadOnlySpan<float> scores)
    {
        double error = 0;
        for (int c = 0; c < scores.Length; c++)
            if (scores[c] > 0 != sequence.Values[c] > 0) error += Math.Abs(Probabilities.Sigmoid(scores[c]) - sequence.Values[c]);
        return error;
    }
}
