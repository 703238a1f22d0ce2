using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace Cocoon.Kernels;

/// <summary>Normalization of one row and its gradient.</summary>
internal static unsafe class NormRow
{
    /// <summary>Mean of a row, and 1 / √(variance + epsilon), in two passes.</summary>
    /// <remarks>The mean is that of differences from the first element, so that equal elements have exactly their mean, and no variance.</remarks>
    public static (float Mean, float InverseDeviation) Moments(float* x, int columns, float epsilon)
    {
        float mean = x[0] + Lanes.Sum(RowFold.Of(x, columns, new Differences(x[0]))) / columns;
        float variance = Lanes.Sum(RowFold.Of(x, columns, new Squares(mean))) / columns;
        return (mean, (float)(1 / Math.Sqrt((double)variance + epsilon)));
    }

    /// <summary>Adds a row's part of the gradients of gain and bias, and finds the two means that the gradient of the row needs.</summary>
    /// <returns>Means of gain · dy and of gain · dy · x̂.</returns>
    public static (float Slope, float Dot) Means(float* x, float* gain, float mean, float inverseDeviation, float* dy, float* dGain, float* dBias, int columns)
    {
        V center = Vector512.Create(mean), scale = Vector512.Create(inverseDeviation), slopes = V.Zero, dots = V.Zero;
        int j = 0;
        for (; j <= columns - Lanes.Count; j += Lanes.Count)
        {
            V slope = Vector512.Load(dy + j), normal = (Vector512.Load(x + j) - center) * scale, weighted = slope * Vector512.Load(gain + j);
            slopes += weighted;
            dots = Vector512.FusedMultiplyAdd(weighted, normal, dots);
            Vector512.FusedMultiplyAdd(slope, normal, Vector512.Load(dGain + j)).Store(dGain + j);
            (Vector512.Load(dBias + j) + slope).Store(dBias + j);
        }
        if (j < columns)
        {
            int count = columns - j;
            V slope = Lanes.Load(dy + j, count), normal = (Lanes.Load(x + j, count, mean) - center) * scale, weighted = slope * Lanes.Load(gain + j, count);
            slopes += weighted; // 0 in lanes behind the row
            dots = Vector512.FusedMultiplyAdd(weighted, normal, dots);
            Lanes.Store(Vector512.FusedMultiplyAdd(slope, normal, Lanes.Load(dGain + j, count)), dGain + j, count);
            Lanes.Store(Lanes.Load(dBias + j, count) + slope, dBias + j, count);
        }
        return (Lanes.Sum(slopes) / columns, Lanes.Sum(dots) / columns);
    }

    /// <summary>y = gain · (x − mean) · inverse deviation + bias.</summary>
    public readonly struct Apply(float* x, float* gain, float* bias, float mean, float inverseDeviation, float* y) : IElementFormula
    {
        private readonly V _center = Vector512.Create(mean), _scale = Vector512.Create(inverseDeviation);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void IElementFormula.Apply(long i, long count)
        {
            V normal = (Lanes.Load(x + i, count) - _center) * _scale;
            Lanes.Store(Vector512.FusedMultiplyAdd(normal, Lanes.Load(gain + i, count), Lanes.Load(bias + i, count)), y + i, count);
        }
    }

    /// <summary>dx = (gain · dy − slope − x̂ · dot) · inverse deviation.</summary>
    public readonly struct Gradient(float* x, float* gain, float mean, float inverseDeviation, float* dy, float slope, float dot)
    {
        private readonly V _center = Vector512.Create(mean), _scale = Vector512.Create(inverseDeviation), _slope = Vector512.Create(slope), _dot = Vector512.Create(dot);

        /// <summary>Sixteen elements of it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V At(long i, long count)
        {
            V normal = (Lanes.Load(x + i, count) - _center) * _scale;
            V weighted = Vector512.FusedMultiplyAdd(Lanes.Load(dy + i, count), Lanes.Load(gain + i, count), -_slope);
            return Vector512.FusedMultiplyAdd(-normal, _dot, weighted) * _scale;
        }
    }

    private readonly struct Differences(float origin) : IRowFold
    {
        public V Start => V.Zero;

        public float Behind => origin;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Take(V held, V x) => held + (x - Vector512.Create(origin));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Merge(V a, V b) => a + b;
    }

    private readonly struct Squares(float mean) : IRowFold
    {
        public V Start => V.Zero;

        public float Behind => mean;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Take(V held, V x)
        {
            V difference = x - Vector512.Create(mean);
            return Vector512.FusedMultiplyAdd(difference, difference, held);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Merge(V a, V b) => a + b;
    }
}
