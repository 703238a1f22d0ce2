using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace Cocoon.Kernels;

/// <summary>Normalization of one row and its gradient.</summary>
internal static unsafe class NormRow
{
    /// <summary>Mean of a row, and 1 / √(variance + epsilon), in two passes.</summary>
    public static (float Mean, float InverseDeviation) Moments(float* x, int columns, float epsilon)
    {
        V sum = V.Zero;
        for (int j = 0; j < columns; j += Lanes.Count) sum += Lanes.Load(x + j, columns - j);
        float mean = Lanes.Sum(sum) / columns;
        V center = Vector512.Create(mean), squares = V.Zero;
        for (int j = 0; j < columns; j += Lanes.Count)
        {
            V d = Lanes.Load(x + j, columns - j) - center;
            if (j + Lanes.Count > columns) d &= Lanes.First(columns - j);
            squares = Vector512.FusedMultiplyAdd(d, d, squares);
        }
        return (mean, 1 / MathF.Sqrt(Lanes.Sum(squares) / columns + epsilon));
    }

    /// <summary>y = gain · (x − mean) · inverse deviation + bias.</summary>
    public static void Apply(float* x, float* gain, float* bias, float mean, float inverseDeviation, float* y, int columns)
    {
        V center = Vector512.Create(mean), scale = Vector512.Create(inverseDeviation);
        for (int j = 0; j < columns; j += Lanes.Count)
        {
            V normal = (Lanes.Load(x + j, columns - j) - center) * scale;
            Lanes.Store(Vector512.FusedMultiplyAdd(normal, Lanes.Load(gain + j, columns - j), Lanes.Load(bias + j, columns - j)), y + j, columns - j);
        }
    }

    /// <summary>Adds a row's part of the gradients of gain and bias, and finds the two means that the gradient of the row needs.</summary>
    /// <returns>Means of gain · dy and of gain · dy · x̂.</returns>
    public static (float Slope, float Dot) Means(float* x, float* gain, float mean, float inverseDeviation, float* dy, float* dGain, float* dBias, int columns)
    {
        V center = Vector512.Create(mean), scale = Vector512.Create(inverseDeviation), slopes = V.Zero, dots = V.Zero;
        for (int j = 0; j < columns; j += Lanes.Count)
        {
            V slope = Lanes.Load(dy + j, columns - j), normal = (Lanes.Load(x + j, columns - j) - center) * scale;
            V weighted = slope * Lanes.Load(gain + j, columns - j); // 0 in lanes behind the row, since dy is
            slopes += weighted;
            dots = Vector512.FusedMultiplyAdd(weighted, normal, dots);
            Lanes.Store(Vector512.FusedMultiplyAdd(slope, normal, Lanes.Load(dGain + j, columns - j)), dGain + j, columns - j);
            Lanes.Store(Lanes.Load(dBias + j, columns - j) + slope, dBias + j, columns - j);
        }
        return (Lanes.Sum(slopes) / columns, Lanes.Sum(dots) / columns);
    }

    /// <summary>Sixteen elements of dx = (gain · dy − slope − x̂ · dot) · inverse deviation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gradient(float* x, float* gain, float mean, float inverseDeviation, float* dy, float slope, float dot, int count)
    {
        V scale = Vector512.Create(inverseDeviation), normal = (Lanes.Load(x, count) - Vector512.Create(mean)) * scale;
        V weighted = Lanes.Load(dy, count) * Lanes.Load(gain, count) - Vector512.Create(slope);
        return Vector512.FusedMultiplyAdd(-normal, Vector512.Create(dot), weighted) * scale;
    }
}
