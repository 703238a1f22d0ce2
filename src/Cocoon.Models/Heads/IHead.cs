using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>Turns final states into what is asked of them, row by row.</summary>
public interface IHead
{
    /// <summary>The answer for each state.</summary>
    /// <param name="states">Final states, [N, H].</param>
    /// <returns>One row each, [N, any].</returns>
    Tensor Forward(Tape tape, Tensor states);
}
