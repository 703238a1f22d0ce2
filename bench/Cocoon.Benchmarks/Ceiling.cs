using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cocoon.Kernels;

namespace Cocoon.Benchmarks;

/// <summary>What the machine can do at best: multiply-adds whose operands never leave the registers, and copies of memory, on all cores.</summary>
/// <remarks>Other work on the machine makes a measurement too low, never too high: the best of all counts. A bfloat16 product is held against single precision too.</remarks>
internal static class Ceiling
{
    private const int Attempts = 6, Rounds = 1 << 20, Sums = 10;
    private static readonly TimeSpan s_leastTime = TimeSpan.FromMilliseconds(2);
    private static readonly Dictionary<double, double> s_copies = [];
    private static double s_flops;

    /// <summary>The best that was seen for such a workload, a second.</summary>
    public static double Of(Workload workload) => workload.Bound == Bound.Arithmetic ? s_flops : s_copies[workload.Amount];

    /// <summary>Measures once more what a workload is held against.</summary>
    public static void Measure(Workload workload, WorkerTeam team)
    {
        if (workload.Bound == Bound.Arithmetic) s_flops = Math.Max(s_flops, Flops(team));
        else s_copies[workload.Amount] = Math.Max(s_copies.GetValueOrDefault(workload.Amount), Copy(workload.Amount, team));
    }

    private static double Flops(WorkerTeam team)
    {
        float[] results = new float[team.Threads];
        int lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;
        return 2.0 * Sums * lanes * Rounds * team.Threads / Best(() =>
        {
            MultiplyAddJob job = new(results);
            team.Run(team.Threads, ref job);
        });
    }

    /// <summary>Half of the bytes are read, half are written.</summary>
    private static double Copy(double bytes, WorkerTeam team)
    {
        int share = Math.Max(1, (int)(bytes / 2 / sizeof(float) / team.Threads)), repeats = 1;
        using NativeBuffer source = new((long)share * team.Threads), target = new((long)share * team.Threads);
        double Once()
        {
            CopyJob job = new(source, target, share, repeats);
            return Best(() => team.Run(team.Threads, ref job));
        }

        double time = Once();
        if (time < s_leastTime.TotalSeconds) // so small that starting the threads would be measured
        {
            repeats = (int)Math.Ceiling(s_leastTime.TotalSeconds / time);
            time = Once();
        }
        return 2.0 * share * team.Threads * sizeof(float) * repeats / time;
    }

    private static double Best(Action work)
    {
        long best = long.MaxValue;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetTimestamp() - start);
        }
        return Math.Max(1, best) / (double)Stopwatch.Frequency;
    }

    private readonly struct CopyJob(NativeBuffer source, NativeBuffer target, int share, int repeats) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            for (int i = 0; i < repeats; i++) source.Slice((long)block * share, share).CopyTo(target.Slice((long)block * share, share));
        }
    }

    // Ten sums: twice five is what two units with a latency of four cycles need at least, and all fit sixteen registers.
    private readonly struct MultiplyAddJob(float[] results) : IBlockJob
    {
        public void Run(int block, int worker) => results[block] = Vector512.IsHardwareAccelerated ? Wide(0.5f) : Narrow(0.5f);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Wide(float value)
        {
            Vector512<float> x = Vector512.Create(value), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
            for (int round = 0; round < Rounds; round++)
            {
                (a, b) = (Vector512.FusedMultiplyAdd(a, x, x), Vector512.FusedMultiplyAdd(b, x, x));
                (c, d) = (Vector512.FusedMultiplyAdd(c, x, x), Vector512.FusedMultiplyAdd(d, x, x));
                (e, f) = (Vector512.FusedMultiplyAdd(e, x, x), Vector512.FusedMultiplyAdd(f, x, x));
                (g, h) = (Vector512.FusedMultiplyAdd(g, x, x), Vector512.FusedMultiplyAdd(h, x, x));
                (i, j) = (Vector512.FusedMultiplyAdd(i, x, x), Vector512.FusedMultiplyAdd(j, x, x));
            }
            return Vector512.Sum(a + b + c + d + e + f + g + h + i + j);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Narrow(float value)
        {
            Vector256<float> x = Vector256.Create(value), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
            for (int round = 0; round < Rounds; round++)
            {
                (a, b) = (Vector256.FusedMultiplyAdd(a, x, x), Vector256.FusedMultiplyAdd(b, x, x));
                (c, d) = (Vector256.FusedMultiplyAdd(c, x, x), Vector256.FusedMultiplyAdd(d, x, x));
                (e, f) = (Vector256.FusedMultiplyAdd(e, x, x), Vector256.FusedMultiplyAdd(f, x, x));
                (g, h) = (Vector256.FusedMultiplyAdd(g, x, x), Vector256.FusedMultiplyAdd(h, x, x));
                (i, j) = (Vector256.FusedMultiplyAdd(i, x, x), Vector256.FusedMultiplyAdd(j, x, x));
            }
            return Vector256.Sum(a + b + c + d + e + f + g + h + i + j);
        }
    }
}
