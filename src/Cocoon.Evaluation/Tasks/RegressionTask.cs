using Cocoon.Tensors;

namespace Cocoon.Evaluation;

/// <summary>A number for a text or a pair of texts.</summary>
/// <remarks>COCO-LM's and ELECTRA's released code: the squared error of one output against the number brought to [0, 1] (STS-B's divided by 5).</remarks>
public sealed class RegressionTask(TaskSettings settings) : ITextTask
{
    private readonly NumberRange _range = settings.Range ?? throw new ArgumentException("A task about numbers needs their range.", nameof(settings));

    /// <inheritdoc/>
    public TaskSettings Settings => settings;

    /// <inheritdoc/>
    public IEnumerable<EncodedSequence> Encode(LabelledExample example, int number, TextEncoder texts)
    {
        var sequence = texts.Encode(number, example.Text, example.Pair);
        yield return example.Number is { } value ? sequence with { Values = [(value - _range.Lowest) / (_range.Highest - _range.Lowest)] } : sequence;
    }

    /// <inheritdoc/>
    public ITaskHead CreateHead(ParameterScope scope, int hiddenSize, HeadOptions options) => new FirstTokenHead(scope, hiddenSize, 1, options,
        (tape, scores, sequences) => tape.SquaredError(scores, sequences.Select(s => s.Values[0]).ToArray()));

    /// <inheritdoc/>
    /// <remarks><c>pearson</c>, <c>spearman</c>, and <c>rmse</c> in the unit of the data.</remarks>
    public SortedDictionary<string, double> Measure(ExampleSet set, IReadOnlyList<EncodedSequence> sequences, IReadOnlyList<float[]> scores)
    {
        double[] right = [.. sequences.Select(s => (double)s.Values[0])], answered = [.. scores.Select(s => (double)s[0])];
        double squares = right.Zip(answered).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second));
        return new(StringComparer.Ordinal)
        {
            [MeasureNames.Pearson] = Correlation.Pearson(answered, right), [MeasureNames.Spearman] = Correlation.Spearman(answered, right),
            [MeasureNames.RootMeanSquaredError] = Math.Sqrt(squares / right.Length) * (_range.Highest - _range.Lowest),
        };
    }

    /// <inheritdoc/>
    public TextAnswer AnswerOf(ReadOnlySpan<float> scores) => new() { Number = _range.Lowest + scores[0] * (double)(_range.Highest - _range.Lowest) };

    /// <inheritdoc/>
    /// <remarks>Distance of the numbers, in the unit of the data.</remarks>
    public double ErrorOf(EncodedSequence sequence, ReadOnlySpan<float> scores) => Math.Abs(scores[0] - sequence.Values[0]) * (_range.Highest - _range.Lowest);
}
