using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>A vector for a whole sequence, to be compared by cosine: Linear, GELU, LayerNorm on the state of the first token.</summary>
/// <remarks>COCO-LM's contrastive head (released code, <c>SCLHead</c>).</remarks>
public sealed class SequenceHead(ParameterScope scope, int hiddenSize, int size, float layerNormEpsilon)
{
    private readonly Linear _dense = new(scope / "dense", hiddenSize, size);
    private readonly LayerNorm _norm = new(scope / "norm", size, layerNormEpsilon);

    /// <summary>Vectors of the sequences, not yet of length 1.</summary>
    /// <param name="first">Final state of each sequence's first token, [S, H].</param>
    /// <returns>Vectors, [S, size].</returns>
    public Tensor Forward(Tape tape, Tensor first) => _norm.Forward(tape, tape.Gelu(_dense.Forward(tape, first)));
}
