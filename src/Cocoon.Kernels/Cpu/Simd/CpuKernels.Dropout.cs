using System.Runtime.CompilerServices;
using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <content>Dropout on its own.</content>
internal sealed unsafe partial class CpuKernels<V>
{
    /// <inheritdoc/>
    public void Dropout(ReadOnlySpan<float> x, DropoutMask mask, bool accumulate, Span<float> y)
    {
        KernelArguments.Dropout(x.Length, mask, y.Length);
        if (mask.Rate == 0)
        {
            Scale(x, 1, accumulate, y);
            return;
        }
        fixed (float* source = x, target = y)
        {
            Partition partition = new(x.Length, ElementsPerBlock);
            DropoutJob job = new(source, mask, accumulate, target, partition, _scratch);
            RunBlocks(partition.Blocks, 8L * x.Length, ref job);
        }
    }

    private readonly struct DropoutJob(float* x, DropoutMask mask, bool accumulate, float* y, Partition partition, Scratch scratch) : IBlockJob
    {
        private const int GroupSize = 128; // elements of one group of the random stream

        public void Run(int block, int worker)
        {
            long i = partition.Start(block), end = partition.End(block);
            DropoutFactors factors = new(mask, scratch.OfWorker(worker, DropoutFactors.BufferLength(GroupSize)), GroupSize, end);
            for (; i < end; i += GroupSize)
            {
                DroppedFormula formula = new(x + i, factors.Row(i), accumulate, y + i);
                ElementLoop.Run(0, Math.Min(GroupSize, end - i), formula);
            }
        }
    }

    private readonly struct DroppedFormula(float* x, float* factor, bool accumulate, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V before = accumulate ? V.Load(y + i, count) : V.Zero;
            V.Store(V.FusedMultiplyAdd(V.Load(x + i, count), V.Load(factor + i), before), y + i, count);
        }
    }
}
