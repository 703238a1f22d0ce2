namespace Cocoon.Training;

/// <summary>The checkpoint with the lowest loss on held-out text.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Loss">That loss, in nats.</param>
public sealed record BestCheckpoint(long Step, double Loss);
