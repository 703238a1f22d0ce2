using Cocoon.Kernels;
using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>One Transformer layer that normalizes what goes into each block, so that states pass through all layers unchanged but for what the blocks add.</summary>
/// <remarks>
/// GPT-2 (Radford et al. 2019, §2.3). Deviation: the exact GELU, where the released code approximates it by tanh. A layer that reads another text looks
/// at it between the two blocks, as the decoder of Vaswani et al. 2017, arXiv:1706.03762, §3.1.
/// </remarks>
/// <param name="scope">Where parameters are declared.</param>
/// <param name="options">Sizes.</param>
/// <param name="reads">Whether another text is looked at.</param>
public sealed class PreNormLayer(ParameterScope scope, EncoderOptions options, bool reads = false)
{
    private readonly LayerNorm _attentionNorm = new(scope / "attention_norm", options.HiddenSize, options.LayerNormEpsilon);
    private readonly SelfAttention _attention = new(scope / "attention", options);
    private readonly LayerNorm? _crossNorm = reads ? new(scope / "cross_norm", options.HiddenSize, options.LayerNormEpsilon) : null;
    private readonly CrossAttention? _cross = reads ? new(scope / "cross", options) : null;
    private readonly LayerNorm _feedForwardNorm = new(scope / "feed_forward_norm", options.HiddenSize, options.LayerNormEpsilon);
    private readonly Linear _expand = new(scope / "expand", options.HiddenSize, options.FeedForwardSize);
    private readonly Linear _contract = new(scope / "contract", options.FeedForwardSize, options.HiddenSize);

    /// <summary>Lets every token look at those that it may see, then transforms each token on its own.</summary>
    /// <param name="x">Hidden states of a packed batch, [N, H].</param>
    /// <param name="relativeBias">Added to attention scores by distance, [bins, A]; or null.</param>
    /// <param name="shape">Where the sequences are, and what each token sees; of all tokens, those before <paramref name="x"/> in <paramref name="past"/> included.</param>
    /// <param name="rows">The rows of <paramref name="x"/> among all tokens; null: it has them all.</param>
    /// <param name="past">Queries, keys and values of the tokens before, to be looked at and added to; null: there are none.</param>
    /// <param name="read">The other text, of a layer that reads one.</param>
    /// <returns>New hidden states, [N, H].</returns>
    public Tensor Forward(
        Tape tape, Tensor x, Tensor? relativeBias, AttentionShape shape, ReadOnlyMemory<int>? rows = null, RowCache? past = null, CrossInput read = default) =>
        options.Checkpointing ? Recompute(tape, x, relativeBias, shape, rows, past, read) : Compute(tape, x, relativeBias, shape, rows, past, read);

    private Tensor Recompute(Tape tape, Tensor x, Tensor? relativeBias, AttentionShape shape, ReadOnlyMemory<int>? rows, RowCache? past, CrossInput read) =>
        tape.Recompute(x, (again, states) => Compute(again, states, relativeBias, shape, rows, past, read));

    private Tensor Compute(Tape tape, Tensor x, Tensor? relativeBias, AttentionShape shape, ReadOnlyMemory<int>? rows, RowCache? past, CrossInput read)
    {
        var attended = _attention.Forward(tape, _attentionNorm.Forward(tape, x), relativeBias, shape, rows, past);
        x = tape.DropoutAdd(attended, x, options.Dropout);                                       // [N, H]
        if (_cross is not null) x = tape.DropoutAdd(_cross.Forward(tape, _crossNorm!.Forward(tape, x), read), x, options.Dropout);
        var wide = tape.Gelu(_expand.Forward(tape, _feedForwardNorm.Forward(tape, x)));          // [N, F]
        return tape.DropoutAdd(_contract.Forward(tape, wide), x, options.Dropout);               // [N, H]
    }
}
