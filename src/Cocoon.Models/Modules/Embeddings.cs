using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>What a token is before any context: its own vector plus that of its position, normalized. Encoders may share one.</summary>
/// <remarks>Devlin et al. 2018, arXiv:1810.04805, Figure 2, without segments, as COCO-LM. Dropout belongs to the encoder.</remarks>
public sealed class Embeddings(ParameterScope scope, EncoderOptions options)
{
    /// <summary>One vector a word of the vocabulary, [V, H]; language heads use it too.</summary>
    public Tensor Tokens { get; } = scope.Parameter("tokens", options.VocabularySize, options.HiddenSize, Init.Normal());

    private readonly Tensor _positions = scope.Parameter("positions", options.MaxLength, options.HiddenSize, Init.Normal());
    private readonly LayerNorm _norm = new(scope / "norm", options.HiddenSize, options.LayerNormEpsilon);

    /// <summary>Looks the tokens up.</summary>
    /// <returns>States, [N, H].</returns>
    /// <exception cref="ShapeException">A sequence is longer than the positions.</exception>
    public Tensor Forward(Tape tape, TokenBatch batch)
    {
        ShapeException.Require(batch.LongestSequence <= _positions.Rows, $"longest sequence {batch.LongestSequence}, positions {_positions}");
        return _norm.Forward(tape, tape.Embed(Tokens, batch.Ids, _positions, batch.Positions));
    }
}
