using Cocoon.Kernels;

namespace Cocoon.Cli;

/// <summary>What computes: a team of threads and the fastest kernels that this machine can run.</summary>
public sealed class Engine : IDisposable
{
    private readonly WorkerTeam _team;

    /// <param name="precision">What the operands of matrix products are rounded to.</param>
    /// <param name="threads">How many threads; 0: one per processor.</param>
    public Engine(Precision precision, int threads)
    {
        _team = new(threads > 0 ? threads : Machine.Threads);
        Choice = KernelChoice.Select(precision);
        Kernels = CpuKernels.Create(_team, precision);
    }

    /// <summary>The kernels.</summary>
    public IKernels Kernels { get; }

    /// <summary>Which matrix kernel runs, and why.</summary>
    public KernelChoice Choice { get; }

    /// <summary>Number of threads.</summary>
    public int Threads => _team.Threads;

    public void Dispose()
    {
        Kernels.Dispose();
        _team.Dispose();
    }
}
