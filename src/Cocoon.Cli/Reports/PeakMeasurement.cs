using System.Diagnostics;
using Cocoon.Kernels;

namespace Cocoon.Cli;

/// <summary>The yardstick that a training's speed is held against: what the matrix kernel reaches on this machine.</summary>
/// <remarks>Other work on the machine makes a measurement too low, never too high: the best of all counts.</remarks>
public sealed class PeakMeasurement
{
    private const int Size = 1024, WarmUps = 2, Repeats = 6;

    private readonly IKernels _kernels;

    /// <summary>Measures; takes a fraction of a second.</summary>
    public PeakMeasurement(IKernels kernels)
    {
        _kernels = kernels;
        Repeat();
    }

    /// <summary>Floating-point operations a second, the best that was seen.</summary>
    public double Flops { get; private set; }

    /// <summary>Measures again.</summary>
    public void Repeat() => Flops = Math.Max(Flops, Measure());

    /// <summary>A speed as a share of the peak, in [0, 1]. A speed beyond the peak shows that the peak was measured in a busy moment: it is measured again,
    /// and if that does not help, the speed is the best that was seen.</summary>
    /// <param name="flops">Floating-point operations a second.</param>
    public double ShareOf(double flops)
    {
        if (flops > Flops) Repeat();
        Flops = Math.Max(Flops, flops);
        return flops / Flops;
    }

    /// <summary>A square product, the best of a few.</summary>
    private double Measure()
    {
        using NativeBuffer a = new(Size * Size), b = new(Size * Size), c = new(Size * Size);
        for (int i = 0; i < Size * Size; i++) (a.Slice(0, Size * Size)[i], b.Slice(0, Size * Size)[i]) = (i % 7 - 3, i % 5 - 2);
        long best = long.MaxValue;
        for (int repeat = 0; repeat < WarmUps + Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            _kernels.MatMul(a.Slice(0, Size * Size), false, b.Slice(0, Size * Size), false, [], Size, Size, Size, false, c.Slice(0, Size * Size));
            if (repeat >= WarmUps) best = Math.Min(best, Stopwatch.GetTimestamp() - start);
        }
        return 2.0 * Size * Size * Size * Stopwatch.Frequency / Math.Max(1, best);
    }
}
