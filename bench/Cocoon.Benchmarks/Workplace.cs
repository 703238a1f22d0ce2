using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Tensors;

namespace Cocoon.Benchmarks;

/// <summary>Kernels on all cores, and memory for operands.</summary>
public sealed class Workplace : IDisposable
{
    private readonly Arena _arena = new();

    /// <param name="precision">Of matrix products.</param>
    public Workplace(Precision precision) => Kernels = CpuKernels.Create(Team, precision);

    /// <summary>Who works.</summary>
    public WorkerTeam Team { get; } = new(Environment.ProcessorCount);

    /// <summary>What computes.</summary>
    public IKernels Kernels { get; }

    /// <summary>A matrix of numbers in [0, 1).</summary>
    public Tensor Matrix(int rows, int columns)
    {
        var matrix = _arena.Allocate(rows, columns);
        var random = new RandomStream(1, 0, Streams.Initialization);
        for (int i = 0; i < matrix.Length; i++) matrix.Values[i] = random.Uniform((ulong)i);
        return matrix;
    }

    /// <summary>Whole numbers from 0, all alike likely.</summary>
    /// <param name="length">How many.</param>
    /// <param name="bound">Above all of them.</param>
    public static int[] Below(int length, int bound)
    {
        var random = new RandomStream(1, 0, Streams.Replacement);
        return [.. Enumerable.Range(0, length).Select(i => random.Below(bound, (ulong)i))];
    }

    public void Dispose()
    {
        _arena.Dispose();
        Kernels.Dispose();
        Team.Dispose();
    }
}
