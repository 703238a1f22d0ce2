using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>Networks that can continue a text.</summary>
public interface IGeneratingNetwork : INetwork
{
    /// <summary>Scores of what follows a text.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="text">One sequence.</param>
    /// <param name="prefix">Tokens at its beginning that were given: read in both directions by a model that was trained so.</param>
    /// <param name="past">What is remembered of the text before, and brought up to date; a network that cannot remember leaves it empty.</param>
    /// <returns>Logits, [1, V].</returns>
    Tensor Next(Tape tape, TokenBatch text, int prefix, DecoderPast past);
}
