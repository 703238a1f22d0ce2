using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace Cocoon.Kernels;

/// <summary>Pieces of a softmax over one row.</summary>
internal static unsafe class SoftmaxRow
{
    /// <summary>What is subtracted before exponentials are taken: the maximum if it is finite, else 0.</summary>
    public static float Shift(float* x, int columns)
    {
        V max = Vector512.Create(float.NegativeInfinity);
        for (int j = 0; j < columns; j += Lanes.Count)
        {
            V value = Values(x, j, columns);
            max = Vector512.ConditionalSelect(Vector512.GreaterThan(value, max), value, max); // passes over what is not a number
        }
        float largest = Lanes.Max(max);
        return float.IsFinite(largest) ? largest : 0;
    }

    /// <summary>Sixteen sums of e^(x − shift), of the columns of each lane.</summary>
    public static V ExponentialSums(float* x, float shift, int columns)
    {
        V sums = V.Zero, center = Vector512.Create(shift);
        for (int j = 0; j < columns; j += Lanes.Count) sums += Vmath.Exp(Values(x, j, columns) - center);
        return sums;
    }

    /// <summary>Sixteen values of a row; −∞ behind its end.</summary>
    public static V Values(float* x, int j, int columns) => j + Lanes.Count <= columns
        ? Vector512.Load(x + j)
        : Vector512.ConditionalSelect(Lanes.First(columns - j), Lanes.Load(x + j, columns - j), Vector512.Create(float.NegativeInfinity));
}
