using System.Globalization;
using System.Runtime.Intrinsics;

namespace Cocoon.Kernels;

/// <summary>The fast kernels: hardware vectors, emitted matrix kernels, all cores.</summary>
/// <remarks>
/// Each group of kernels is a part of this class in a file of its own. Element-wise code uses sixteen lanes on every machine, and
/// work is cut into blocks that depend on its size alone, so results have the same bits on any machine and any number of threads.
/// One thread may use an object at a time: its scratch memory and its team serve one kernel after the other.
/// </remarks>
public sealed unsafe partial class CpuKernels : IKernels
{
    /// <summary>Multiply-adds that are not worth waking a thread for: some microseconds of one core.</summary>
    internal const long WorthSharing = 1 << 18;

    private readonly WorkerTeam _team;
    private readonly Scratch _scratch;
    private readonly TileKernel _tiles;

    /// <summary>The fastest kernels of a precision that this machine can run.</summary>
    /// <param name="team">Who does the work; not disposed with the kernels.</param>
    /// <param name="precision">What the operands of matrix products are rounded to.</param>
    public CpuKernels(WorkerTeam team, Precision precision) : this(team, KernelChoice.Select(precision))
    {
    }

    /// <summary>Kernels with a given matrix kernel.</summary>
    /// <exception cref="NotSupportedException">This machine cannot run it.</exception>
    internal CpuKernels(WorkerTeam team, KernelChoice choice)
    {
        ArgumentNullException.ThrowIfNull(team);
        Choice = choice;
        _team = team;
        _tiles = KernelChoice.Create(choice.Kernel);
        _scratch = new(team.Threads);
    }

    /// <summary>Which matrix kernel runs, and why.</summary>
    public KernelChoice Choice { get; }

    /// <summary>What runs and why, for people: the matrix kernel, the instruction set, the threads.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture,
        $"{Choice.Kernel} matrix kernel ({Choice.Reason}), vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits, threads: {_team.Threads}");

    /// <summary>Frees the kernels' scratch memory.</summary>
    public void Dispose() => _scratch.Dispose();

    /// <summary>Runs all blocks of a job: on the team, or on the caller alone if waking the others takes longer than the work.</summary>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="work">Multiply-adds of all blocks together.</param>
    /// <param name="job">What to run.</param>
    private void RunBlocks<TJob>(int blocks, long work, ref TJob job) where TJob : struct, IBlockJob
    {
        if (work >= WorthSharing) _team.Run(blocks, ref job);
        else for (int block = 0; block < blocks; block++) job.Run(block, 0);
    }
}
