using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>An objective with the networks that it trains: what <see cref="ObjectiveOptions.Build"/> gives.</summary>
public interface IPretraining : IObjective
{
    /// <summary>The networks. What they can be used for shows in the interfaces that they implement.</summary>
    INetwork Network { get; }

    /// <summary>Passes a batch through, and tells what happened to it.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="original">Clean text.</param>
    /// <returns>What is valid until the next pass.</returns>
    BatchTrace Trace(Tape tape, TokenBatch original);
}
