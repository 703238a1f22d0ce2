using Cocoon.Kernels;
using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>Multi-head self-attention: the only place where the tokens of a sequence see one another.</summary>
/// <remarks>Vaswani et al. 2017, arXiv:1706.03762, §3.2. One product computes queries, keys and values, in this order along its output.</remarks>
public sealed class SelfAttention(ParameterScope scope, EncoderOptions options)
{
    private readonly Linear _queryKeyValue = new(scope / "qkv", options.HiddenSize, 3 * options.HiddenSize);
    private readonly Linear _output = new(scope / "output", options.HiddenSize, options.HiddenSize);

    /// <summary>Mixes the rows of each sequence.</summary>
    /// <param name="x">Hidden states of a packed batch, [N, H].</param>
    /// <param name="relativeBias">Added to the scores by distance, [bins, A]; or null.</param>
    /// <param name="shape">Where the sequences are.</param>
    /// <param name="rows">The R rows whose result is wanted; null: all N.</param>
    /// <param name="past">Queries, keys and values of the tokens before those of <paramref name="x"/>, to be looked at and added to; null: there are none.</param>
    /// <returns>What each row gathered, [R, H].</returns>
    public Tensor Forward(Tape tape, Tensor x, Tensor? relativeBias, AttentionShape shape, ReadOnlyMemory<int>? rows = null, RowCache? past = null)
    {
        var queryKeyValue = _queryKeyValue.Forward(tape, x);                                                            // [N, 3H]
        if (past is not null) queryKeyValue = past.Append(tape, queryKeyValue);
        var attended = tape.Attention(queryKeyValue, relativeBias, shape, options.AttentionDropout);                    // [N, H]
        if (rows is { } wanted) attended = tape.GatherRows(attended, wanted);                                           // [R, H]
        return _output.Forward(tape, attended);
    }
}
