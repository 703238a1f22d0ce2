using Cocoon.Kernels;
using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>One Transformer encoder layer: self-attention, then a position-wise feed-forward network.</summary>
/// <remarks>
/// Vaswani et al. 2017, arXiv:1706.03762, §3.1, with the post-layer normalization and GELU of BERT
/// (Devlin et al. 2018, arXiv:1810.04805). Only attention mixes positions; all else is row by row.
/// </remarks>
public sealed class EncoderLayer(ParameterScope scope, EncoderOptions options)
{
    private readonly SelfAttention _attention = new(scope / "attention", options);
    private readonly LayerNorm _attentionNorm = new(scope / "attention_norm", options.HiddenSize, options.LayerNormEpsilon);
    private readonly Linear _expand = new(scope / "expand", options.HiddenSize, options.FeedForwardSize);
    private readonly Linear _contract = new(scope / "contract", options.FeedForwardSize, options.HiddenSize);
    private readonly LayerNorm _outputNorm = new(scope / "output_norm", options.HiddenSize, options.LayerNormEpsilon);

    /// <summary>Lets every token look at its sequence, then transforms each token on its own.</summary>
    /// <param name="x">Hidden states of a packed batch, [N, H].</param>
    /// <param name="relativeBias">Added to attention scores by distance, [bins, A]; or null.</param>
    /// <param name="shape">Where the sequences are.</param>
    /// <param name="rows">The R rows whose new state is wanted; null: all N. The others are looked at, but not computed further.</param>
    /// <returns>New hidden states, [R, H].</returns>
    public Tensor Forward(Tape tape, Tensor x, Tensor? relativeBias, AttentionShape shape, ReadOnlyMemory<int>? rows = null) =>
        options.Checkpointing ? Recompute(tape, x, relativeBias, shape, rows) : Compute(tape, x, relativeBias, shape, rows);

    private Tensor Recompute(Tape tape, Tensor x, Tensor? relativeBias, AttentionShape shape, ReadOnlyMemory<int>? rows) =>
        tape.Recompute(x, (again, states) => Compute(again, states, relativeBias, shape, rows));

    private Tensor Compute(Tape tape, Tensor x, Tensor? relativeBias, AttentionShape shape, ReadOnlyMemory<int>? rows)
    {
        var attended = _attention.Forward(tape, x, relativeBias, shape, rows);      // [R, H]
        var kept = rows is { } wanted ? tape.GatherRows(x, wanted) : x;             // [R, H]
        x = _attentionNorm.AfterResidual(tape, attended, kept, options.Dropout);

        var wide = tape.Gelu(_expand.Forward(tape, x));                             // [R, F]
        var narrow = _contract.Forward(tape, wide);                                 // [R, H]
        return _outputNorm.AfterResidual(tape, narrow, x, options.Dropout);
    }
}
