namespace Cocoon.Determinism;

/// <summary>Names the random numbers of one micro-batch: everything random is a function of (seed, step, stream, index).</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Step">Number of the micro-batch since the start of the run, below 2^32.</param>
public readonly record struct StepKey(ulong Seed, uint Step)
{
    /// <summary>The random numbers of one purpose.</summary>
    public RandomStream Stream(uint id) => new(Seed, Step, id);
}
