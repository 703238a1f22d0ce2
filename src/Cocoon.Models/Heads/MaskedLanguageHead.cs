using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>Scores every word of the vocabulary after a transform of the state: Linear, GELU, LayerNorm, tied token matrix and own bias.</summary>
/// <remarks>BERT's masked language head (Devlin et al. 2018, arXiv:1810.04805, released code), COCO-LM's auxiliary head.</remarks>
public sealed class MaskedLanguageHead(ParameterScope scope, int hiddenSize, Tensor tokens, float layerNormEpsilon) : IHead
{
    private readonly Linear _dense = new(scope / "dense", hiddenSize, tokens.Columns);
    private readonly LayerNorm _norm = new(scope / "norm", tokens.Columns, layerNormEpsilon);
    private readonly LanguageHead _language = new(scope, tokens);

    /// <summary>Scores of all words.</summary>
    /// <param name="states">Final states of the masked positions, [M, H].</param>
    /// <returns>Logits, [M, V].</returns>
    public Tensor Forward(Tape tape, Tensor states) =>
        _language.Forward(tape, _norm.Forward(tape, tape.Gelu(_dense.Forward(tape, states))));
}
