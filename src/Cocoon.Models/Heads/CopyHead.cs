using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>Decides at every position whether the token is the original one.</summary>
/// <remarks>COCO-LM's binary head (released code, <c>BinaryHead</c>): one linear map; p_copy = σ(z). ELECTRA's has a hidden layer and the opposite label.</remarks>
public sealed class CopyHead(ParameterScope scope, int hiddenSize) : IHead
{
    private readonly Linear _linear = new(scope, hiddenSize, 1);

    /// <summary>The logit z of "original".</summary>
    /// <param name="states">Final states, [N, H].</param>
    /// <returns>Logits, [N, 1].</returns>
    public Tensor Forward(Tape tape, Tensor states) => _linear.Forward(tape, states);
}
