using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>Decides at every position whether the token is the original one, after a hidden layer: Linear, GELU, Linear.</summary>
/// <remarks>
/// ELECTRA's discriminator (Clark et al. 2020, arXiv:2003.10555, released code, <c>DiscriminatorPredictions</c>). The logit is that of "original",
/// D in the paper's equations; the released code's is that of "replaced", its negative. Deviation: the last layer starts as N(0, 0.02) like every other.
/// </remarks>
public sealed class DetectionHead(ParameterScope scope, int hiddenSize) : IHead
{
    private readonly Linear _dense = new(scope / "dense", hiddenSize, hiddenSize), _output = new(scope / "output", hiddenSize, 1);

    /// <summary>The logit of "original".</summary>
    /// <param name="states">Final states, [N, H].</param>
    /// <returns>Logits, [N, 1].</returns>
    public Tensor Forward(Tape tape, Tensor states) => _output.Forward(tape, tape.Gelu(_dense.Forward(tape, states)));
}
