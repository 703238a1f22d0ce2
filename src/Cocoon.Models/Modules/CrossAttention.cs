using Cocoon.Kernels;
using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>Multi-head attention of a text that is written on a text that is read.</summary>
/// <remarks>Vaswani et al. 2017, arXiv:1706.03762, §3.2.3. One product computes keys and values, in this order along its output.</remarks>
public sealed class CrossAttention(ParameterScope scope, EncoderOptions options)
{
    private readonly Linear _query = new(scope / "query", options.HiddenSize, options.HiddenSize);
    private readonly Linear _keyValue = new(scope / "kv", options.HiddenSize, 2 * options.HiddenSize);
    private readonly Linear _output = new(scope / "output", options.HiddenSize, options.HiddenSize);

    /// <summary>Lets every token of the text that is written look at the text that is read.</summary>
    /// <param name="x">States of the text that is written, [N, H].</param>
    /// <param name="read">What is looked at.</param>
    /// <returns>What each row gathered, [N, H].</returns>
    public Tensor Forward(Tape tape, Tensor x, CrossInput read) =>
        _output.Forward(tape, tape.CrossAttention(_query.Forward(tape, x), KeysValues(tape, read), read.Shape, options.AttentionDropout));

    private Tensor KeysValues(Tape tape, CrossInput read)
    {
        if (read.Past is { Rows: > 0 } known) return known.All(tape);
        var keysValues = _keyValue.Forward(tape, read.States ?? throw new ArgumentException("The text that is read has neither states nor a past.", nameof(read)));   // [R, 2H]
        return read.Past?.Append(tape, keysValues) ?? keysValues;
    }
}

/// <summary>What a layer looks at besides its own text.</summary>
/// <param name="States">Final states of the text that is read, [R, H]; null if the past has what follows from them.</param>
/// <param name="Shape">Which of its rows each sequence looks at.</param>
/// <param name="Past">Keys and values, computed once for the whole of a text that is written; null: nothing is remembered.</param>
public readonly record struct CrossInput(Tensor? States, AttentionShape Shape, RowCache? Past);
