using Cocoon.Tensors;

namespace Cocoon.Evaluation;

/// <summary>A task whose answers are known: how examples become sequences, what stands on the encoder, what its scores are worth. One class a <see cref="TaskKind"/>.</summary>
public interface ITask
{
    /// <summary>What is asked, as it is written down beside a model: <see cref="TaskSettings.Build"/> makes the same task again.</summary>
    TaskSettings Settings { get; }

    /// <summary>Turns an example into the sequences that a model reads: one, or overlapping windows of a long text.</summary>
    /// <param name="example">The example; without answers it becomes sequences without targets.</param>
    /// <param name="number">Its number in its set.</param>
    /// <param name="texts">Cuts texts, and puts them together as the model was trained.</param>
    /// <exception cref="TaskDataException">The right answer is not among the task's labels.</exception>
    IEnumerable<EncodedSequence> Encode(LabelledExample example, int number, TextEncoder texts);

    /// <summary>Declares what stands on the encoder.</summary>
    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="hiddenSize">Size of a state H.</param>
    /// <param name="options">Its form and dropout.</param>
    ITaskHead CreateHead(ParameterScope scope, int hiddenSize, HeadOptions options);

    /// <summary>Measures the scores of a whole set.</summary>
    /// <param name="set">The examples, all with answers.</param>
    /// <param name="sequences">What <see cref="Encode"/> made of them, in their order.</param>
    /// <param name="scores">What the head gave for each sequence, row by row.</param>
    /// <returns>The measures by name; <see cref="TaskSettings.Metrics"/> are among them.</returns>
    SortedDictionary<string, double> Measure(ExampleSet set, IReadOnlyList<EncodedSequence> sequences, IReadOnlyList<float[]> scores);
}
