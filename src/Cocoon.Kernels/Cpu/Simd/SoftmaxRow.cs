using System.Runtime.CompilerServices;

namespace Cocoon.Kernels;

/// <summary>Pieces of a softmax over one row.</summary>
internal static unsafe class SoftmaxRow<V> where V : struct, ILanes<V>
{
    private const int ColumnsPerSum = 1024; // so many columns are summed in single precision

    /// <summary>What is subtracted before exponentials are taken: the maximum if it is finite, else 0.</summary>
    public static float Shift(float* x, int columns)
    {
        float largest = Lanes.Max(RowFold<V>.Of(x, columns, default(Largest)));
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
    /// <param name="columns">At most 1024.</param>
    // In two passes: with the exponential four times in one loop, the compiler has more variables than it keeps track of.
    [SkipLocalsInit]
    public static float PartOfSum(float* x, float shift, int columns)
    {
        float* exponentials = stackalloc float[ColumnsPerSum];
        ElementLoop.Run(0, columns, new Exponential(x, shift, exponentials));
        return Lanes.Sum(RowFold<V>.Of(exponentials, columns, default(Addition)));
    }

    /// <summary>Sixteen values of a row; −∞ behind its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Values(float* x, int j, int columns) => V.Load(x + j, columns - j, float.NegativeInfinity);

    /// <summary>The largest of what is a number.</summary>
    public readonly struct Largest : IRowFold<V>
    {
        public V Start => V.Create(float.NegativeInfinity);

        public float Behind => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Take(V held, V x) => V.Select(V.GreaterThan(x, held), x, held);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Merge(V a, V b) => Take(a, b);
    }

    private readonly struct Exponential(float* x, float shift, float* y) : IElementFormula
    {
        private readonly V _shift = V.Create(shift);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(long i, long count) => V.Store(Vmath.Exp(V.Load(x + i, count) - _shift), y + i, count);
    }

    private readonly struct Addition : IRowFold<V>
    {
        public V Start => V.Zero;

        public float Behind => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Take(V held, V x) => held + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Merge(V a, V b) => a + b;
    }
}
