using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>What a token is before any context: its own vector plus those of its position and, in pairs of texts, of its segment, normalized. Encoders may share one.</summary>
/// <remarks>Devlin et al. 2018, arXiv:1810.04805, Figure 2; without segments as in COCO-LM and RoBERTa. Dropout belongs to the encoder.</remarks>
/// <param name="scope">Where parameters are declared.</param>
/// <param name="options">Sizes.</param>
/// <param name="sharedTokens">The token matrix of another network, [V, E]; null: one of its own.</param>
/// <param name="normalized">Whether vectors are normalized, as before post-norm layers; pre-norm layers do it themselves.</param>
public sealed class Embeddings(ParameterScope scope, EncoderOptions options, Tensor? sharedTokens = null, bool normalized = true)
{
    /// <summary>One vector a word of the vocabulary, [V, E]; language heads use it too.</summary>
    public Tensor Tokens { get; } = sharedTokens ?? scope.Parameter("tokens", options.VocabularySize, options.TokenSize, Init.Normal());

    private readonly Tensor _positions = scope.Parameter("positions", options.MaxLength, options.TokenSize, Init.Normal());
    private readonly Tensor? _segments = options.Segments > 0 ? scope.Parameter("segments", options.Segments, options.TokenSize, Init.Normal()) : null;
    private readonly LayerNorm? _norm = normalized ? new(scope / "norm", options.TokenSize, options.LayerNormEpsilon) : null;

    /// <summary>Looks the tokens up.</summary>
    /// <param name="batch">A packed batch of N tokens.</param>
    /// <param name="first">The first row wanted.</param>
    /// <returns>States, [N − first, E].</returns>
    /// <exception cref="ShapeException">A sequence is longer than the positions.</exception>
    public Tensor Forward(Tape tape, TokenBatch batch, int first = 0)
    {
        ShapeException.Require(batch.LongestSequence <= _positions.Rows || !batch.Reordered.IsEmpty, $"longest sequence {batch.LongestSequence}, positions {_positions}");
        var x = tape.Embed(Tokens, batch.Ids[first..], _positions, batch.Positions[first..]);
        if (_segments is not null) x = tape.Add(x, tape.Embed(_segments, batch.Segments[first..], positions: null, default));
        return _norm?.Forward(tape, x) ?? x;
    }
}
