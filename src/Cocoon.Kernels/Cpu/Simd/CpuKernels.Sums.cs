using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <content>Sums over elements and over rows: blocks of fixed size, combined in their order.</content>
internal sealed unsafe partial class CpuKernels<V>
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
                V.Store(V.Load(target + j, columns - j) + V.Load(partial + (long)block * stride + j, columns - j), target + j, columns - j);
    }

    /// <summary>Σ x or Σ x² in double, in one fixed order.</summary>
    private static double Total(float* x, long length, bool squares)
    {
        Vector256<double> a = default, b = a, c = a, d = a;
        for (long i = 0; i < length; i += Lanes.Count)
        {
            V sixteen = V.Load(x + i, length - i);
            var (first, second) = Vector256.Widen(sixteen.Lower);
            var (third, fourth) = Vector256.Widen(sixteen.Upper);
            (a, b) = (Take(a, first, squares), Take(b, second, squares));
            (c, d) = (Take(c, third, squares), Take(d, fourth, squares));
        }
        var four = a + c + (b + d);
        var two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Take(Vector256<double> held, Vector256<double> x, bool squares) =>
        squares ? Vector256.FusedMultiplyAdd(x, x, held) : held + x;

    private readonly struct ReduceJob(float* x, bool squares, Partition partition, double* partial) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            long start = partition.Start(block);
            partial[block] = Total(x + start, partition.End(block) - start, squares);
        }
    }

    /// <summary>Rows are read in the order of memory, several at a time; each is added in its turn.</summary>
    private readonly struct ColumnSumJob(float* x, int columns, Partition rows, float* partial) : IBlockJob
    {
        private const int RowsAtOnce = 8;

        public void Run(int block, int worker)
        {
            float* sums = partial + (long)block * columns;
            new Span<float>(sums, columns).Clear();
            long end = rows.End(block);
            for (long row = rows.Start(block); row < end; row += RowsAtOnce)
                AddRows(x + row * columns, (int)Math.Min(RowsAtOnce, end - row), sums);
        }

        private void AddRows(float* source, int count, float* sums)
        {
            for (int j = 0; j < columns; j += Lanes.Count)
            {
                var sum = V.Load(sums + j, columns - j);
                float* next = source + j;
                for (int row = 0; row < count; row++, next += columns) sum += V.Load(next, columns - j);
                V.Store(sum, sums + j, columns - j);
            }
        }
    }
}
