using System.Diagnostics;
using Cocoon.Kernels;

namespace Cocoon.Cli;

/// <summary>What the matrix kernel reaches on this machine, now: the yardstick that a training's speed is held against.</summary>
public static class PeakMeasurement
{
    private const int Size = 1024, WarmUps = 2, Repeats = 6;

    /// <summary>Floating-point operations a second of a square product, the best of a few; takes a fraction of a second.</summary>
    public static double Measure(IKernels kernels)
    {
        using NativeBuffer a = new(Size * Size), b = new(Size * Size), c = new(Size * Size);
        for (int i = 0; i < Size * Size; i++) (a.Slice(0, Size * Size)[i], b.Slice(0, Size * Size)[i]) = (i % 7 - 3, i % 5 - 2);
        long best = long.MaxValue;
        for (int repeat = 0; repeat < WarmUps + Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            kernels.MatMul(a.Slice(0, Size * Size), false, b.Slice(0, Size * Size), false, [], Size, Size, Size, false, c.Slice(0, Size * Size));
            if (repeat >= WarmUps) best = Math.Min(best, Stopwatch.GetTimestamp() - start);
        }
        return 2.0 * Size * Size * Size * Stopwatch.Frequency / Math.Max(1, best);
    }
}
