using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>The smaller masked language model whose guesses corrupt text for the main model.</summary>
/// <remarks>Meng et al. 2021, arXiv:2102.08473, §3.2: shallower than the main model, equally wide, with its embeddings.</remarks>
public sealed class AuxiliaryModel(ParameterScope scope, EncoderOptions options, Embeddings embeddings) : IMaskedLanguageModel
{
    private readonly Encoder _encoder = new(scope, options, embeddings);
    private readonly MaskedLanguageHead _head = new(scope / "head", options.HiddenSize, embeddings.Tokens, options.LayerNormEpsilon);

    /// <summary>Sizes.</summary>
    public EncoderOptions Options => options;

    /// <summary>Guesses the words at masked positions.</summary>
    /// <param name="masked">A batch in which [MASK] stands at the positions.</param>
    /// <param name="positions">Rows of the batch; length M.</param>
    /// <returns>Logits, [M, V].</returns>
    public Tensor Forward(Tape tape, TokenBatch masked, ReadOnlyMemory<int> positions) => Guess(tape, States(tape, masked, positions));

    /// <inheritdoc/>
    public Tensor States(Tape tape, TokenBatch masked, ReadOnlyMemory<int> positions) => _encoder.Forward(tape, masked, positions);

    /// <inheritdoc/>
    public Tensor Guess(Tape tape, Tensor states) => _head.Forward(tape, states);
}
