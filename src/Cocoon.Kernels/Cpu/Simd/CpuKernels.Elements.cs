using System.Runtime.CompilerServices;
using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <content>Formulas on single elements.</content>
internal sealed unsafe partial class CpuKernels<V>
{
    private const int ElementsPerBlock = 1 << 14;

    /// <inheritdoc/>
    public void Fill(float value, Span<float> destination)
    {
        fixed (float* target = destination) Map(destination.Length, 1, new FillFormula(value, target));
    }

    /// <inheritdoc/>
    public void FillDiagonal(float value, int columns, Span<float> x)
    {
        KernelArguments.FillDiagonal(columns, x.Length);
        for (int i = 0; i < x.Length; i += columns + 1) x[i] = value;
    }

    /// <inheritdoc/>
    public void Scale(ReadOnlySpan<float> x, float scale, bool accumulate, Span<float> y)
    {
        KernelArguments.SameLength(x.Length, y.Length);
        fixed (float* source = x, target = y) Map(y.Length, 1, new ScaleFormula(source, scale, accumulate, target));
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        KernelArguments.SameLength(a.Length, b.Length, y.Length);
        fixed (float* left = a, right = b, target = y) Map(y.Length, 1, new AddFormula(left, right, target));
    }

    /// <inheritdoc/>
    public void Weight(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y)
    {
        KernelArguments.SameLength(x.Length, weights.Length, y.Length);
        fixed (float* source = x, weight = weights, target = y) Map(y.Length, 1, new WeightFormula(source, weight, target));
    }

    /// <inheritdoc/>
    public void Gelu(ReadOnlySpan<float> x, Span<float> y)
    {
        KernelArguments.SameLength(x.Length, y.Length);
        fixed (float* source = x, target = y) Map(y.Length, 16, new GeluFormula(source, target));
    }

    /// <inheritdoc/>
    public void GeluGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, bool accumulate, Span<float> dx)
    {
        KernelArguments.SameLength(x.Length, dy.Length, dx.Length);
        fixed (float* source = x, slope = dy, target = dx) Map(dx.Length, 16, new GeluGradientFormula(source, slope, accumulate, target));
    }

    /// <inheritdoc/>
    public void Tanh(ReadOnlySpan<float> x, Span<float> y)
    {
        KernelArguments.SameLength(x.Length, y.Length);
        fixed (float* source = x, target = y) Map(y.Length, 16, new TanhFormula(source, target));
    }

    /// <inheritdoc/>
    public void TanhGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, bool accumulate, Span<float> dx)
    {
        KernelArguments.SameLength(y.Length, dy.Length, dx.Length);
        fixed (float* source = y, slope = dy, target = dx) Map(dx.Length, 2, new TanhGradientFormula(source, slope, accumulate, target));
    }

    /// <inheritdoc/>
    public void AdamW(ReadOnlySpan<float> gradient, AdamWStep step, Span<float> parameters, Span<float> firstMoment, Span<float> secondMoment)
    {
        KernelArguments.SameLength(gradient.Length, parameters.Length, firstMoment.Length, secondMoment.Length);
        fixed (float* g = gradient, p = parameters, m = firstMoment, v = secondMoment)
            Map(parameters.Length, 8, new AdamWFormula(g, step, p, m, v));
    }

    private void Map<TFormula>(long length, int workPerElement, TFormula formula) where TFormula : struct, IElementFormula
    {
        Partition partition = new(length, ElementsPerBlock);
        ElementJob<TFormula> job = new(formula, partition);
        RunBlocks(partition.Blocks, length * workPerElement, ref job);
    }

    private readonly struct FillFormula(float value, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count) => V.Store(V.Create(value), y + i, count);
    }

    private readonly struct ScaleFormula(float* x, float scale, bool accumulate, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V before = accumulate ? V.Load(y + i, count) : V.Zero;
            V.Store(V.FusedMultiplyAdd(V.Load(x + i, count), V.Create(scale), before), y + i, count);
        }
    }

    private readonly struct AddFormula(float* a, float* b, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count) => V.Store(V.Load(a + i, count) + V.Load(b + i, count), y + i, count);
    }

    private readonly struct WeightFormula(float* x, float* weights, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count) => V.Store(V.Load(x + i, count) * V.Load(weights + i, count), y + i, count);
    }

    private readonly struct GeluFormula(float* x, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V value = V.Load(x + i, count);
            V.Store(value * Vmath.Normal(value).Cdf, y + i, count);
        }
    }

    private readonly struct GeluGradientFormula(float* x, float* dy, bool accumulate, float* dx) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V value = V.Load(x + i, count);
            var (cdf, pdf) = Vmath.Normal(value);
            V slope = V.FusedMultiplyAdd(value, pdf, cdf), before = accumulate ? V.Load(dx + i, count) : V.Zero;
            V.Store(V.FusedMultiplyAdd(V.Load(dy + i, count), slope, before), dx + i, count);
        }
    }

    private readonly struct TanhFormula(float* x, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count) => V.Store(Vmath.Tanh(V.Load(x + i, count)), y + i, count);
    }

    private readonly struct TanhGradientFormula(float* y, float* dy, bool accumulate, float* dx) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V value = V.Load(y + i, count), before = accumulate ? V.Load(dx + i, count) : V.Zero;
            V.Store(V.FusedMultiplyAdd(V.Load(dy + i, count), V.FusedMultiplyAdd(-value, value, V.One), before), dx + i, count);
        }
    }

    private readonly struct AdamWFormula(float* gradient, AdamWStep step, float* parameters, float* first, float* second) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V g = V.Load(gradient + i, count) * V.Create(step.GradientScale);
            V m = V.Load(first + i, count), v = V.Load(second + i, count), p = V.Load(parameters + i, count);
            m = V.FusedMultiplyAdd(V.Create(1 - step.Beta1), g - m, m);
            v = V.FusedMultiplyAdd(V.Create(1 - step.Beta2), V.FusedMultiplyAdd(g, g, -v), v);
            V update = m * V.Create(step.FirstCorrection) / (V.Sqrt(v * V.Create(step.SecondCorrection)) + V.Create(step.Epsilon));
            p = V.FusedMultiplyAdd(V.Create(-step.LearningRate), V.FusedMultiplyAdd(V.Create(step.WeightDecay), p, update), p);
            V.Store(m, first + i, count);
            V.Store(v, second + i, count);
            V.Store(p, parameters + i, count);
        }
    }
}
