using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>Guesses the words at masked positions.</summary>
public interface IMaskedLanguageModel
{
    /// <summary>What is known about masked positions, before a word is chosen.</summary>
    /// <param name="masked">A batch in which [MASK] stands at the positions.</param>
    /// <param name="positions">Rows of the batch; length M.</param>
    /// <returns>States, [M, H].</returns>
    Tensor States(Tape tape, TokenBatch masked, ReadOnlyMemory<int> positions);

    /// <summary>Scores of all words.</summary>
    /// <param name="states">What <see cref="States"/> gave, [M, H].</param>
    /// <returns>Logits, [M, V].</returns>
    Tensor Guess(Tape tape, Tensor states);
}
