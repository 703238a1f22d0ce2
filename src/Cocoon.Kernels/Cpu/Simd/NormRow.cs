using System.Runtime.CompilerServices;

namespace Cocoon.Kernels;

/// <summary>Normalization of one row and its gradient.</summary>
internal static unsafe class NormRow<V> where V : struct, ILanes<V>
{
    /// <summary>Mean of a row, and 1 / √(variance + epsilon), in two passes.</summary>
    /// <remarks>The mean is that of differences from the first element, so that equal elements have exactly their mean, and no variance.</remarks>
    public static (float Mean, float InverseDeviation) Moments(float* x, int columns, float epsilon)
    {
        float mean = x[0] + Lanes.Sum(RowFold<V>.Of(x, columns, new Differences(x[0]))) / columns;
        float variance = Lanes.Sum(RowFold<V>.Of(x, columns, new Squares(mean))) / columns;
        return (mean, (float)(1 / Math.Sqrt((double)variance + epsilon)));
    }

    /// <summary>Adds a row's part of the gradients of gain and bias, and finds the two means that the gradient of the row needs.</summary>
    /// <returns>Means of gain · dy and of gain · dy · x̂.</returns>
    public static (float Slope, float Dot) Means(float* x, float* gain, float mean, float inverseDeviation, float* dy, float* dGain, float* dBias, int columns)
    {
        V center = V.Create(mean), scale = V.Create(inverseDeviation), slopes = V.Zero, dots = V.Zero;
        int j = 0;
        for (; j <= columns - Lanes.Count; j += Lanes.Count)
        {
            V slope = V.Load(dy + j), normal = (V.Load(x + j) - center) * scale, weighted = slope * V.Load(gain + j);
            slopes += weighted;
            dots = V.FusedMultiplyAdd(weighted, normal, dots);
            V.FusedMultiplyAdd(slope, normal, V.Load(dGain + j)).Store(dGain + j);
            (V.Load(dBias + j) + slope).Store(dBias + j);
        }
        if (j < columns)
        {
            int count = columns - j;
            V slope = V.Load(dy + j, count), normal = (V.Load(x + j, count, mean) - center) * scale, weighted = slope * V.Load(gain + j, count);
            slopes += weighted; // 0 in lanes behind the row
            dots = V.FusedMultiplyAdd(weighted, normal, dots);
            V.Store(V.FusedMultiplyAdd(slope, normal, V.Load(dGain + j, count)), dGain + j, count);
            V.Store(V.Load(dBias + j, count) + slope, dBias + j, count);
        }
        return (Lanes.Sum(slopes) / columns, Lanes.Sum(dots) / columns);
    }

    /// <summary>y = gain · (x − mean) · inverse deviation + bias.</summary>
    public readonly struct Apply(float* x, float* gain, float* bias, float mean, float inverseDeviation, float* y) : IElementFormula
    {
        private readonly V _center = V.Create(mean), _scale = V.Create(inverseDeviation);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void IElementFormula.Apply(long i, long count)
        {
            V normal = (V.Load(x + i, count) - _center) * _scale;
            V.Store(V.FusedMultiplyAdd(normal, V.Load(gain + i, count), V.Load(bias + i, count)), y + i, count);
        }
    }

    /// <summary>dx = (gain · dy − slope − x̂ · dot) · inverse deviation.</summary>
    public readonly struct Gradient(float* x, float* gain, float mean, float inverseDeviation, float* dy, float slope, float dot)
    {
        private readonly V _center = V.Create(mean), _scale = V.Create(inverseDeviation), _slope = V.Create(slope), _dot = V.Create(dot);

        /// <summary>Sixteen elements of it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V At(long i, long count)
        {
            V normal = (V.Load(x + i, count) - _center) * _scale;
            V weighted = V.FusedMultiplyAdd(V.Load(dy + i, count), V.Load(gain + i, count), -_slope);
            return V.FusedMultiplyAdd(-normal, _dot, weighted) * _scale;
        }
    }

    private readonly struct Differences(float origin) : IRowFold<V>
    {
        public V Start => V.Zero;

        public float Behind => origin;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Take(V held, V x) => held + (x - V.Create(origin));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Merge(V a, V b) => a + b;
    }

    private readonly struct Squares(float mean) : IRowFold<V>
    {
        public V Start => V.Zero;

        public float Behind => mean;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Take(V held, V x)
        {
            V difference = x - V.Create(mean);
            return V.FusedMultiplyAdd(difference, difference, held);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Merge(V a, V b) => a + b;
    }
}
