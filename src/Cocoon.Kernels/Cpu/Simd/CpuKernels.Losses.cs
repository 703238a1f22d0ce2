using System.Runtime.CompilerServices;
using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <content>Cross-entropies.</content>
internal sealed unsafe partial class CpuKernels<V>
{
    /// <inheritdoc/>
    public void SoftmaxCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, Span<float> losses, Span<float> logSumExps)
    {
        KernelArguments.SoftmaxCrossEntropy(logits.Length, targets, losses.Length, logSumExps.Length);
        if (targets.IsEmpty) return;
        int columns = logits.Length / targets.Length;
        fixed (float* z = logits, loss = losses, sums = logSumExps)
        fixed (int* target = targets)
            MapRows(targets.Length, 8L * columns, new CrossEntropyFormula(z, target, columns, loss, sums));
    }

    /// <inheritdoc/>
    public void SoftmaxCrossEntropyGradient(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, ReadOnlySpan<float> logSumExps, ReadOnlySpan<float> scales, bool accumulate, Span<float> dLogits)
    {
        KernelArguments.SoftmaxCrossEntropyGradient(logits.Length, targets, logSumExps.Length, scales.Length, dLogits.Length);
        if (targets.IsEmpty) return;
        int columns = logits.Length / targets.Length;
        fixed (float* z = logits, sums = logSumExps, scale = scales, dz = dLogits)
        fixed (int* target = targets)
            MapRows(targets.Length, 8L * columns, new CrossEntropyGradientFormula(z, target, sums, scale, columns, accumulate, dz));
    }

    /// <inheritdoc/>
    public void SigmoidCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, Span<float> losses, Span<float> probabilities)
    {
        KernelArguments.SameLength(logits.Length, labels.Length, losses.Length, probabilities.Length);
        fixed (float* z = logits, label = labels, loss = losses, p = probabilities)
            Map(logits.Length, 32, new SigmoidFormula(z, label, loss, p));
    }

    /// <inheritdoc/>
    public void SigmoidCrossEntropyGradient(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> labels, float scale, bool accumulate, Span<float> dLogits)
    {
        KernelArguments.SameLength(probabilities.Length, labels.Length, dLogits.Length);
        fixed (float* p = probabilities, label = labels, dz = dLogits)
            Map(dLogits.Length, 2, new SigmoidGradientFormula(p, label, scale, accumulate, dz));
    }

    /// <inheritdoc/>
    public void SquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> losses, Span<float> slopes)
    {
        KernelArguments.SameLength(predictions.Length, targets.Length, losses.Length, slopes.Length);
        fixed (float* prediction = predictions, target = targets, loss = losses, slope = slopes)
            Map(predictions.Length, 2, new SquareFormula(prediction, target, loss, slope));
    }

    /// <summary>Runs a formula over rows.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="work">Multiply-adds of one row, about.</param>
    private void MapRows<TFormula>(int rows, long work, TFormula formula) where TFormula : struct, IRowFormula
    {
        Partition partition = new(rows, Math.Clamp(ElementsPerBlock / work, 1, RowsPerBlock));
        RowJob<TFormula> job = new(formula, partition);
        RunBlocks(partition.Blocks, rows * work, ref job);
    }

    private readonly struct CrossEntropyFormula(float* logits, int* targets, int columns, float* losses, float* logSumExps) : IRowFormula
    {
        public void Apply(long row, int worker)
        {
            float* z = logits + row * columns;
            float shift = SoftmaxRow<V>.Shift(z, columns);
            double logSumExp = shift + PortableMath.Log(SoftmaxRow<V>.SumOfExponentials(z, shift, columns));
            logSumExps[row] = (float)logSumExp;
            losses[row] = targets[row] < 0 ? 0 : (float)(logSumExp - z[targets[row]]);
        }
    }

    private readonly struct CrossEntropyGradientFormula(float* logits, int* targets, float* logSumExps, float* scales, int columns, bool accumulate, float* dLogits) : IRowFormula
    {
        public void Apply(long row, int worker)
        {
            float* z = logits + row * columns, dz = dLogits + row * columns;
            int target = targets[row];
            if (target < 0)
            {
                if (!accumulate) new Span<float>(dz, columns).Clear();
                return;
            }
            double miss = PortableMath.Exp((double)z[target] - logSumExps[row]) - 1; // in double: it cancels near 1
            float slope = (float)(scales[row] * miss + (accumulate ? dz[target] : 0));
            ElementLoop.Run(0, columns, new ScaledSoftmaxFormula(z, logSumExps[row], scales[row], accumulate, dz));
            dz[target] = slope;
        }
    }

    private readonly struct ScaledSoftmaxFormula(float* z, float logSumExp, float scale, bool accumulate, float* dz) : IElementFormula
    {
        private readonly V _shift = V.Create(logSumExp), _scale = V.Create(scale);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V p = Vmath.Exp(V.Load(z + i, count) - _shift);
            V.Store(V.FusedMultiplyAdd(p, _scale, accumulate ? V.Load(dz + i, count) : V.Zero), dz + i, count);
        }
    }

    private readonly struct SquareFormula(float* predictions, float* targets, float* losses, float* slopes) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V error = V.Load(predictions + i, count) - V.Load(targets + i, count);
            V.Store(error * error, losses + i, count);
            V.Store(error + error, slopes + i, count);
        }
    }

    private readonly struct SigmoidFormula(float* logits, float* labels, float* losses, float* probabilities) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V z = V.Load(logits + i, count), e = Vmath.Exp(-V.Abs(z)), positive = V.GreaterThan(z, V.Zero);
            V certain = V.FusedMultiplyAdd(-V.Load(labels + i, count), z, z & positive); // softplus(z) − label · z without ln(1 + e)
            V.Store(certain + Vmath.LogOnePlus(e), losses + i, count);
            V.Store(V.Select(positive, V.One, e) / (V.One + e), probabilities + i, count);
        }
    }

    private readonly struct SigmoidGradientFormula(float* probabilities, float* labels, float scale, bool accumulate, float* dLogits) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V before = accumulate ? V.Load(dLogits + i, count) : V.Zero, error = V.Load(probabilities + i, count) - V.Load(labels + i, count);
            V.Store(V.FusedMultiplyAdd(error, V.Create(scale), before), dLogits + i, count);
        }
    }
}
