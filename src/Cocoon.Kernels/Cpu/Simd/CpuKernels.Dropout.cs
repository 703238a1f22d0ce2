using System.Runtime.CompilerServices;
using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <content>Dropout, alone and with a residual connection.</content>
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
        fixed (float* source = x, target = y) Drop(source, mask, accumulate ? target : null, target, x.Length);
    }

    /// <inheritdoc/>
    public void DropoutAdd(ReadOnlySpan<float> x, ReadOnlySpan<float> residual, DropoutMask mask, Span<float> y)
    {
        KernelArguments.DropoutAdd(x.Length, residual.Length, mask, y.Length);
        if (mask.Rate == 0)
        {
            Add(x, residual, y);
            return;
        }
        fixed (float* source = x, before = residual, target = y) Drop(source, mask, before, target, x.Length);
    }

    private void Drop(float* x, DropoutMask mask, float* before, float* y, long length)
    {
        Partition partition = new(length, ElementsPerBlock);
        DropoutJob job = new(x, mask, before, y, partition, _scratch);
        RunBlocks(partition.Blocks, 8 * length, ref job);
    }

    /// <summary>y = before + factor · x; null before is 0.</summary>
    private readonly struct DropoutJob(float* x, DropoutMask mask, float* before, float* y, Partition partition, Scratch scratch) : IBlockJob
    {
        private const int GroupSize = 128; // elements of one group of the random stream

        public void Run(int block, int worker)
        {
            long i = partition.Start(block), end = partition.End(block);
            DropoutFactors factors = new(mask, scratch.OfWorker(worker, DropoutFactors.BufferLength(GroupSize)), GroupSize, end);
            for (; i < end; i += GroupSize)
            {
                DroppedFormula formula = new(x + i, factors.Row(i), before is null ? null : before + i, y + i);
                ElementLoop.Run(0, Math.Min(GroupSize, end - i), formula);
            }
        }
    }

    private readonly struct DroppedFormula(float* x, float* factor, float* before, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V sum = before is null ? V.Zero : V.Load(before + i, count);
            V.Store(V.FusedMultiplyAdd(V.Load(x + i, count), V.Load(factor + i), sum), y + i, count);
        }
    }
}
