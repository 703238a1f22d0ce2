namespace Cocoon.Kernels;

/// <summary>The fast kernels: hardware vectors, emitted matrix kernels, all cores.</summary>
/// <remarks>
/// Each group of kernels is a part of this class in a file of its own. Element-wise code uses sixteen lanes on every machine, and
/// work is cut into blocks that depend on its size alone, so results have the same bits on any machine and any number of threads.
/// </remarks>
public sealed unsafe partial class CpuKernels : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly Scratch _scratch;

    /// <param name="team">Who does the work; not disposed with the kernels.</param>
    /// <param name="precision">What the operands of matrix products are rounded to.</param>
    public CpuKernels(WorkerTeam team, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(team);
        _team = team;
        _scratch = new(team.Threads);
        Precision = precision;
    }

    /// <summary>What the operands of matrix products are rounded to, where the CPU can multiply them.</summary>
    public Precision Precision { get; }

    /// <summary>Frees the kernels' scratch memory.</summary>
    public void Dispose() => _scratch.Dispose();
}
