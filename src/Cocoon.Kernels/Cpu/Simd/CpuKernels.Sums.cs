using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <content>Sums over elements and over rows: blocks of fixed size, combined in their order.</content>
public sealed unsafe partial class CpuKernels
{
    private const int RowsPerBlock = 128;

    /// <inheritdoc/>
    public double Sum(ReadOnlySpan<float> x) => Reduce(x, squares: false);

    /// <inheritdoc/>
    public double SumOfSquares(ReadOnlySpan<float> x) => Reduce(x, squares: true);

    /// <inheritdoc/>
    public void AddColumnSums(ReadOnlySpan<float> x, int columns, Span<float> destination)
    {
        KernelArguments.AddColumnSums(x.Length, columns, destination.Length);
        fixed (float* source = x, target = destination)
        {
            Partition rows = new(x.Length / columns, RowsPerBlock);
            float* partial = _scratch.Shared((long)rows.Blocks * columns);
            ColumnSumJob job = new(source, columns, rows, partial);
            RunBlocks(rows.Blocks, x.Length, ref job);
            AddPartials(partial, rows.Blocks, columns, columns, target);
        }
    }

    private double Reduce(ReadOnlySpan<float> x, bool squares)
    {
        fixed (float* source = x)
        {
            Partition partition = new(x.Length, ElementsPerBlock);
            double* partial = (double*)_scratch.Shared(2L * partition.Blocks);
            ReduceJob job = new(source, squares, partition, partial);
            RunBlocks(partition.Blocks, x.Length, ref job);
            double sum = 0;
            for (int block = 0; block < partition.Blocks; block++) sum += partial[block];
            return sum;
        }
    }

    /// <summary>target[j] += Σ over blocks of partial[block, j].</summary>
    private static void AddPartials(float* partial, int blocks, int stride, int columns, float* target)
    {
        for (int block = 0; block < blocks; block++)
            for (int j = 0; j < columns; j += Lanes.Count)
                Lanes.Store(Lanes.Load(target + j, columns - j) + Lanes.Load(partial + (long)block * stride + j, columns - j), target + j, columns - j);
    }

    private readonly struct ReduceJob(float* x, bool squares, Partition partition, double* partial) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            Vector512<double> low = default, high = default;
            long i = partition.Start(block), end = partition.End(block);
            for (; i < end; i += Lanes.Count)
            {
                var (a, b) = Vector512.Widen(Lanes.Load(x + i, end - i));
                low = squares ? Vector512.FusedMultiplyAdd(a, a, low) : low + a;
                high = squares ? Vector512.FusedMultiplyAdd(b, b, high) : high + b;
            }
            partial[block] = Total(low + high);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static double Total(Vector512<double> x)
        {
            var four = x.GetLower() + x.GetUpper();
            var two = four.GetLower() + four.GetUpper();
            return two.GetElement(0) + two.GetElement(1);
        }
    }

    private readonly struct ColumnSumJob(float* x, int columns, Partition rows, float* partial) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            float* sums = partial + (long)block * columns;
            long first = rows.Start(block), end = rows.End(block);
            for (int j = 0; j < columns; j += Lanes.Count)
            {
                var sum = Vector512<float>.Zero;
                for (long row = first; row < end; row++) sum += Lanes.Load(x + row * columns + j, columns - j);
                Lanes.Store(sum, sums + j, columns - j);
            }
        }
    }
}
