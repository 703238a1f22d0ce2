using System.Runtime.CompilerServices;
using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <content>Layer normalization, alone and behind a residual connection with dropout.</content>
internal sealed unsafe partial class CpuKernels<V>
{
    /// <inheritdoc/>
    public void LayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, float epsilon, Span<float> y, Span<float> means, Span<float> inverseDeviations)
    {
        KernelArguments.LayerNorm(x.Length, gain.Length, bias.Length, y.Length, means.Length, inverseDeviations.Length);
        fixed (float* source = x, g = gain, b = bias, target = y, m = means, d = inverseDeviations)
            RunNorm(means.Length, gain.Length, new NormJob(source, null, DropoutMask.None, g, b, epsilon, source, target, m, d, gain.Length, new(means.Length, RowsPerBlock), _scratch));
    }

    /// <inheritdoc/>
    public void DropoutAddLayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> residual, DropoutMask mask, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, float epsilon,
        Span<float> sum, Span<float> y, Span<float> means, Span<float> inverseDeviations)
    {
        KernelArguments.DropoutAddLayerNorm(x.Length, residual.Length, mask, gain.Length, bias.Length, sum.Length, y.Length, means.Length, inverseDeviations.Length);
        fixed (float* source = x, other = residual, g = gain, b = bias, total = sum, target = y, m = means, d = inverseDeviations)
            RunNorm(means.Length, gain.Length, new NormJob(source, other, mask, g, b, epsilon, total, target, m, d, gain.Length, new(means.Length, RowsPerBlock), _scratch));
    }

    /// <inheritdoc/>
    public void LayerNormGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> means, ReadOnlySpan<float> inverseDeviations, ReadOnlySpan<float> dy,
        bool accumulate, Span<float> dx, Span<float> dGain, Span<float> dBias)
    {
        KernelArguments.LayerNormGradient(x.Length, gain.Length, means.Length, inverseDeviations.Length, dy.Length, dx.Length, dGain.Length, dBias.Length);
        fixed (float* source = x, g = gain, m = means, d = inverseDeviations, slope = dy, target = dx, gains = dGain, biases = dBias)
            RunNormGradient(new(source, g, m, d, slope, DropoutMask.None, accumulate, target, false, null, gain.Length, new(means.Length, RowsPerBlock), _scratch), means.Length, gain.Length, gains, biases);
    }

    /// <inheritdoc/>
    public void DropoutAddLayerNormGradient(ReadOnlySpan<float> sum, ReadOnlySpan<float> gain, ReadOnlySpan<float> means, ReadOnlySpan<float> inverseDeviations, DropoutMask mask, ReadOnlySpan<float> dy,
        bool accumulateResidual, Span<float> dResidual, bool accumulateX, Span<float> dx, Span<float> dGain, Span<float> dBias)
    {
        KernelArguments.DropoutAddLayerNormGradient(sum.Length, gain.Length, means.Length, inverseDeviations.Length, mask, dy.Length, dResidual.Length, dx.Length, dGain.Length, dBias.Length);
        fixed (float* source = sum, g = gain, m = means, d = inverseDeviations, slope = dy, residual = dResidual, target = dx, gains = dGain, biases = dBias)
            RunNormGradient(new(source, g, m, d, slope, mask, accumulateResidual, residual, accumulateX, target, gain.Length, new(means.Length, RowsPerBlock), _scratch), means.Length, gain.Length, gains, biases);
    }

    private void RunNorm(int rows, int columns, NormJob job) => RunBlocks(new Partition(rows, RowsPerBlock).Blocks, 8L * rows * columns, ref job);

    private void RunNormGradient(NormGradientJob job, int rows, int columns, float* dGain, float* dBias)
    {
        int blocks = new Partition(rows, RowsPerBlock).Blocks;
        float* partial = _scratch.Shared(2L * blocks * columns);
        job.Partial = partial;
        RunBlocks(blocks, 12L * rows * columns, ref job);
        AddPartials(partial, blocks, 2 * columns, columns, dGain);
        AddPartials(partial + columns, blocks, 2 * columns, columns, dBias);
    }

    private readonly struct NormJob(float* x, float* residual, DropoutMask mask, float* gain, float* bias, float epsilon,
        float* sum, float* y, float* means, float* inverseDeviations, int columns, Partition rows, Scratch scratch) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            long first = rows.Start(block), end = rows.End(block);
            DropoutFactors factors = mask.Rate == 0 ? default : new(mask, scratch.OfWorker(worker, DropoutFactors.BufferLength(columns)), columns, end * columns);
            for (long row = first; row < end; row++)
            {
                long place = row * columns;
                float* total = sum + place;
                if (residual is not null) ElementLoop.Run(0, columns, new AddDroppedFormula(x + place, mask.Rate == 0 ? null : factors.Row(place), residual + place, total));
                var (mean, inverseDeviation) = NormRow<V>.Moments(total, columns, epsilon);
                ElementLoop.Run(0, columns, new NormRow<V>.Apply(total, gain, bias, mean, inverseDeviation, y + place));
                (means[row], inverseDeviations[row]) = (mean, inverseDeviation);
            }
        }
    }

    /// <summary>Gradient of the sum goes to the residual; dropped, to x, if there is one.</summary>
    private struct NormGradientJob(float* sum, float* gain, float* means, float* inverseDeviations, float* dy, DropoutMask mask,
        bool accumulateResidual, float* dResidual, bool accumulateX, float* dx, int columns, Partition rows, Scratch scratch) : IBlockJob
    {
        /// <summary>Gets each block's gradients of gain and bias, [blocks, 2 · columns].</summary>
        public float* Partial;

        public readonly void Run(int block, int worker)
        {
            float* dGain = Partial + 2L * block * columns;
            new Span<float>(dGain, 2 * columns).Clear();
            long end = rows.End(block);
            DropoutFactors factors = mask.Rate == 0 ? default : new(mask, scratch.OfWorker(worker, DropoutFactors.BufferLength(columns)), columns, end * columns);
            for (long row = rows.Start(block); row < end; row++)
            {
                long place = row * columns;
                float mean = means[row], inverseDeviation = inverseDeviations[row];
                var (slope, dot) = NormRow<V>.Means(sum + place, gain, mean, inverseDeviation, dy + place, dGain, dGain + columns, columns);
                NormRow<V>.Gradient gradient = new(sum + place, gain, mean, inverseDeviation, dy + place, slope, dot);
                if (dx is null) ElementLoop.Run(0, columns, new GradientFormula(gradient, accumulateResidual, dResidual + place));
                else ElementLoop.Run(0, columns, new TwoGradientsFormula(gradient, accumulateResidual, dResidual + place, mask.Rate == 0 ? null : factors.Row(place), accumulateX, dx + place));
            }
        }
    }

    /// <summary>sum = residual + factor · x.</summary>
    private readonly struct AddDroppedFormula(float* x, float* factor, float* residual, float* sum) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V kept = factor is null ? V.One : V.Load(factor + i);
            V.Store(V.FusedMultiplyAdd(V.Load(x + i, count), kept, V.Load(residual + i, count)), sum + i, count);
        }
    }

    private readonly struct GradientFormula(NormRow<V>.Gradient gradient, bool accumulate, float* dx) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V value = gradient.At(i, count);
            V.Store(accumulate ? V.Load(dx + i, count) + value : value, dx + i, count);
        }
    }

    private readonly struct TwoGradientsFormula(NormRow<V>.Gradient gradient, bool accumulateResidual, float* dResidual, float* factor, bool accumulateX, float* dx) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V value = gradient.At(i, count), kept = factor is null ? V.One : V.Load(factor + i);
            V.Store(accumulateResidual ? V.Load(dResidual + i, count) + value : value, dResidual + i, count);
            V.Store(V.FusedMultiplyAdd(value, kept, accumulateX ? V.Load(dx + i, count) : V.Zero), dx + i, count);
        }
    }
}
