using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cocoon.Determinism;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace Cocoon.Kernels;

/// <content>Formulas on single elements.</content>
public sealed unsafe partial class CpuKernels
{
    private const int ElementsPerBlock = 1 << 14;

    /// <inheritdoc/>
    public void Fill(float value, Span<float> destination)
    {
        fixed (float* target = destination) Map(destination.Length, 1, new FillFormula(value, target));
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
        public void Apply(long i, long count) => Lanes.Store(Vector512.Create(value), y + i, count);
    }

    private readonly struct ScaleFormula(float* x, float scale, bool accumulate, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V before = accumulate ? Lanes.Load(y + i, count) : V.Zero;
            Lanes.Store(Vector512.FusedMultiplyAdd(Lanes.Load(x + i, count), Vector512.Create(scale), before), y + i, count);
        }
    }

    private readonly struct AddFormula(float* a, float* b, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count) => Lanes.Store(Lanes.Load(a + i, count) + Lanes.Load(b + i, count), y + i, count);
    }

    private readonly struct GeluFormula(float* x, float* y) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V value = Lanes.Load(x + i, count);
            Lanes.Store(value * Vmath.Normal(value).Cdf, y + i, count);
        }
    }

    private readonly struct GeluGradientFormula(float* x, float* dy, bool accumulate, float* dx) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V value = Lanes.Load(x + i, count);
            var (cdf, pdf) = Vmath.Normal(value);
            V slope = Vector512.FusedMultiplyAdd(value, pdf, cdf), before = accumulate ? Lanes.Load(dx + i, count) : V.Zero;
            Lanes.Store(Vector512.FusedMultiplyAdd(Lanes.Load(dy + i, count), slope, before), dx + i, count);
        }
    }

    private readonly struct AdamWFormula(float* gradient, AdamWStep step, float* parameters, float* first, float* second) : IElementFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count)
        {
            V g = Lanes.Load(gradient + i, count) * step.GradientScale;
            V m = Lanes.Load(first + i, count), v = Lanes.Load(second + i, count), p = Lanes.Load(parameters + i, count);
            m = Vector512.FusedMultiplyAdd(Vector512.Create(1 - step.Beta1), g - m, m);
            v = Vector512.FusedMultiplyAdd(Vector512.Create(1 - step.Beta2), Vector512.FusedMultiplyAdd(g, g, -v), v);
            V update = m * step.FirstCorrection / (Vector512.Sqrt(v * step.SecondCorrection) + Vector512.Create(step.Epsilon));
            p = Vector512.FusedMultiplyAdd(Vector512.Create(-step.LearningRate), Vector512.FusedMultiplyAdd(Vector512.Create(step.WeightDecay), p, update), p);
            Lanes.Store(m, first + i, count);
            Lanes.Store(v, second + i, count);
            Lanes.Store(p, parameters + i, count);
        }
    }
}
