namespace Cocoon.Cli;

/// <summary>Some steps in a row.</summary>
/// <param name="TokensPerSecond">Of the fastest step.</param>
/// <param name="MedianTokensPerSecond">Of the median step.</param>
/// <param name="ForwardSeconds">Forward passes of the fastest step.</param>
/// <param name="BackwardSeconds">Its backward passes.</param>
/// <param name="UpdateSeconds">The rest of it: clipping and optimizer.</param>
/// <param name="PeakFlops">Floating-point operations a second of a large matrix product, the best that was seen so far.</param>
/// <param name="ManagedBytesPerStep">Most that a step allocated on the managed heap.</param>
/// <param name="PeakResidentBytes">Most memory that the process has held so far.</param>
internal sealed record BenchmarkRound(
    double TokensPerSecond, double MedianTokensPerSecond, double ForwardSeconds, double BackwardSeconds, double UpdateSeconds, double PeakFlops, long ManagedBytesPerStep, long PeakResidentBytes);
