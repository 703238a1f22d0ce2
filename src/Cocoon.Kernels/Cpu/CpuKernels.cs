using System.Globalization;
using System.Runtime.Intrinsics;

namespace Cocoon.Kernels;

/// <summary>The fast kernels: hardware vectors, emitted matrix kernels, all cores.</summary>
public static class CpuKernels
{
    /// <summary>Multiply-adds that are not worth waking a thread for: some microseconds of one core.</summary>
    internal const long WorthSharing = 1 << 18;

    /// <summary>The fastest kernels of a precision that this machine can run.</summary>
    /// <param name="team">Who does the work; not disposed with the kernels.</param>
    /// <param name="precision">What the operands of matrix products are rounded to.</param>
    public static IKernels Create(WorkerTeam team, Precision precision) => Create(team, KernelChoice.Select(precision));

    /// <summary>Kernels with a given matrix kernel.</summary>
    /// <exception cref="NotSupportedException">This machine cannot run it.</exception>
    internal static IKernels Create(WorkerTeam team, KernelChoice choice) =>
        Vector512.IsHardwareAccelerated ? new CpuKernels<Lanes512>(team, choice) : new CpuKernels<Lanes256>(team, choice);
}

/// <summary>The fast kernels on one kind of vectors.</summary>
/// <typeparam name="V">Sixteen lanes, made of the vectors that this machine has.</typeparam>
/// <remarks>
/// Each group of kernels is a part of this class in a file of its own. Element-wise code uses sixteen lanes on every machine, and
/// work is cut into blocks that depend on its size alone, so results have the same bits on any machine and any number of threads.
/// One thread may use an object at a time: its scratch memory and its team serve one kernel after the other.
/// </remarks>
internal sealed unsafe partial class CpuKernels<V> : IKernels where V : struct, ILanes<V>
{
    private readonly WorkerTeam _team;
    private readonly KernelChoice _choice;
    private readonly Scratch _scratch;
    private readonly TileKernel _tiles;

    public CpuKernels(WorkerTeam team, KernelChoice choice)
    {
        ArgumentNullException.ThrowIfNull(team);
        _team = team;
        _choice = choice;
        _tiles = KernelChoice.Create(choice.Kernel);
        _scratch = new(team.Threads);
    }

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture,
        $"{_choice.Kernel} matrix kernel ({_choice.Reason}), vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits, threads: {_team.Threads}");

    /// <summary>Frees the kernels' scratch memory.</summary>
    public void Dispose() => _scratch.Dispose();

    /// <summary>Runs all blocks of a job: on the team, or on the caller alone if waking the others takes longer than the work.</summary>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="work">Multiply-adds of all blocks together.</param>
    /// <param name="job">What to run.</param>
    private void RunBlocks<TJob>(int blocks, long work, ref TJob job) where TJob : struct, IBlockJob
    {
        if (work >= CpuKernels.WorthSharing) _team.Run(blocks, ref job);
        else for (int block = 0; block < blocks; block++) job.Run(block, 0);
    }
}
