using System.Runtime.CompilerServices;

namespace Cocoon.Kernels;

/// <summary>How the elements of a row come together in sixteen lanes.</summary>
internal interface IRowFold<V> where V : struct, ILanes<V>
{
    /// <summary>What the lanes hold before the first element, and what leaves another value as it is.</summary>
    V Start { get; }

    /// <summary>An element behind the end of the row: changes nothing.</summary>
    float Behind { get; }

    /// <summary>Takes sixteen elements in.</summary>
    V Take(V held, V x);

    /// <summary>Two results in one.</summary>
    V Merge(V a, V b);
}

/// <summary>Folds a row in one fixed order: four vectors take turns, so that an addition need not wait for the one before.</summary>
internal static unsafe class RowFold<V> where V : struct, ILanes<V>
{
    private const int Turn = 4 * Lanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<TFold>(float* x, int columns, TFold fold) where TFold : struct, IRowFold<V>
    {
        V a = fold.Start, b = a, c = a, d = a;
        int j = 0;
        for (; j <= columns - Turn; j += Turn)
        {
            a = fold.Take(a, V.Load(x + j));
            b = fold.Take(b, V.Load(x + j + Lanes.Count));
            c = fold.Take(c, V.Load(x + j + 2 * Lanes.Count));
            d = fold.Take(d, V.Load(x + j + 3 * Lanes.Count));
        }
        for (; j <= columns - Lanes.Count; j += Lanes.Count) a = fold.Take(a, V.Load(x + j));
        if (j < columns) b = fold.Take(b, V.Load(x + j, columns - j, fold.Behind));
        return fold.Merge(fold.Merge(a, b), fold.Merge(c, d));
    }
}
