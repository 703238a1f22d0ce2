using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>Scores the labels of every token: dropout and one Linear.</summary>
/// <remarks>Devlin et al. 2018, arXiv:1810.04805, §5.3: a softmax over the labels on each token's final state, no conditional random field.</remarks>
/// <param name="scope">Where parameters are declared.</param>
/// <param name="hiddenSize">Size of a state H.</param>
/// <param name="labels">Number of labels C.</param>
/// <param name="dropout">Fraction of the elements dropped before it in training, in [0, 1).</param>
public sealed class TokenHead(ParameterScope scope, int hiddenSize, int labels, float dropout) : ITaskHead
{
    private readonly Linear _output = new(scope / "output", hiddenSize, labels);

    /// <inheritdoc/>
    public ReadOnlyMemory<int>? Rows(TokenBatch batch) => null;

    /// <inheritdoc/>
    public Tensor Forward(Tape tape, Tensor states) => _output.Forward(tape, tape.Dropout(states, dropout));   // [N, C]

    /// <inheritdoc/>
    public Tensor Loss(Tape tape, Tensor scores, TokenBatch batch, IReadOnlyList<EncodedSequence> sequences) =>
        tape.SoftmaxCrossEntropy(scores, sequences.SelectMany(s => s.Targets).ToArray());
}
