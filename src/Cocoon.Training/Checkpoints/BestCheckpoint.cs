namespace Cocoon.Training;

/// <summary>The checkpoint that did best on what was held out.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Loss">Its loss there, see <see cref="IHeldOutEvaluation.LossOf"/>: in nats, or what its score lacks to 1.</param>
public sealed record BestCheckpoint(long Step, double Loss);
