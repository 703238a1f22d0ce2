using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace Cocoon.Kernels;

/// <summary>Pieces of a softmax over one row.</summary>
internal static unsafe class SoftmaxRow
{
    private const int ColumnsPerSum = 1024; // so many columns are summed in single precision

    /// <summary>What is subtracted before exponentials are taken: the maximum if it is finite, else 0.</summary>
    public static float Shift(float* x, int columns)
    {
        float largest = Lanes.Max(RowFold.Of(x, columns, default(Largest)));
        return float.IsFinite(largest) ? largest : 0;
    }

    /// <summary>Σ e^(x − shift).</summary>
    public static double SumOfExponentials(float* x, float shift, int columns)
    {
        double sum = 0;
        for (int j = 0; j < columns; j += ColumnsPerSum) sum += PartOfSum(x + j, shift, Math.Min(ColumnsPerSum, columns - j));
        return sum;
    }

    /// <summary>Σ e^(x − shift) of few columns, in single precision.</summary>
    public static float PartOfSum(float* x, float shift, int columns) => Lanes.Sum(RowFold.Of(x, columns, new Exponentials(Vector512.Create(shift))));

    /// <summary>Sixteen values of a row; −∞ behind its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Values(float* x, int j, int columns) => Lanes.Load(x + j, columns - j, float.NegativeInfinity);

    /// <summary>The largest of what is a number.</summary>
    public readonly struct Largest : IRowFold
    {
        public V Start => Vector512.Create(float.NegativeInfinity);

        public float Behind => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Take(V held, V x) => Vector512.ConditionalSelect(Vector512.GreaterThan(x, held), x, held);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Merge(V a, V b) => Take(a, b);
    }

    private readonly struct Exponentials(V shift) : IRowFold
    {
        public V Start => V.Zero;

        public float Behind => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Take(V held, V x) => held + Vmath.Exp(x - shift);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Merge(V a, V b) => a + b;
    }
}
