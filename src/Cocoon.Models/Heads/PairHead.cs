using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>Decides whether the second text of a pair follows the first: Linear and tanh on the state of [CLS], then Linear.</summary>
/// <remarks>BERT's pooler and next-sentence head (Devlin et al. 2018, arXiv:1810.04805, §3.1, released code).</remarks>
public sealed class PairHead(ParameterScope scope, int hiddenSize) : IHead
{
    private readonly PoolerHead _pooler = new(scope / "pooler", hiddenSize);
    private readonly Linear _output = new(scope / "output", hiddenSize, 2);

    /// <summary>Scores of <c>SentencePairs.Next</c> and <c>SentencePairs.Random</c>.</summary>
    /// <param name="states">Final state of each sequence's first token, [S, H].</param>
    /// <returns>Logits, [S, 2].</returns>
    public Tensor Forward(Tape tape, Tensor states) => _output.Forward(tape, _pooler.Forward(tape, states));
}
