using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>A vector for a whole sequence: Linear and tanh on the state of the first token.</summary>
/// <remarks>BERT's pooler (Devlin et al. 2018, arXiv:1810.04805, released code); SimCSE's MLP (Gao et al. 2021, arXiv:2104.08821, §6.3).</remarks>
public sealed class PoolerHead(ParameterScope scope, int hiddenSize) : IHead
{
    private readonly Linear _dense = new(scope, hiddenSize, hiddenSize);

    /// <summary>Vectors of the sequences.</summary>
    /// <param name="states">Final state of each sequence's first token, [S, H].</param>
    /// <returns>Vectors, [S, H].</returns>
    public Tensor Forward(Tape tape, Tensor states) => tape.Tanh(_dense.Forward(tape, states));
}
