using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>What stands on the encoder and answers: scores, and their loss.</summary>
public interface ITaskHead
{
    /// <summary>Rows of the batch whose final state is read: the first of each sequence, <see cref="TokenBatch.First"/>; null: all.</summary>
    ReadOnlyMemory<int>? Rows(TokenBatch batch);

    /// <summary>Scores.</summary>
    /// <param name="states">Final states of the rows asked for, [R, H].</param>
    /// <returns>A row each, [R, any].</returns>
    Tensor Forward(Tape tape, Tensor states);

    /// <summary>How wrong the scores are.</summary>
    /// <param name="scores">What <see cref="Forward"/> gave.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="sequences">What each of its sequences is, with targets; length S.</param>
    /// <returns>The loss, [1, 1]: the mean over what is asked.</returns>
    Tensor Loss(Tape tape, Tensor scores, TokenBatch batch, IReadOnlyList<EncodedSequence> sequences);
}
