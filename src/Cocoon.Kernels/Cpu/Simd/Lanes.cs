using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Kernels;

/// <summary>Sums and maxima of sixteen lanes, in one fixed order.</summary>
internal static class Lanes
{
    /// <summary>Lanes of a vector on every machine.</summary>
    public const int Count = 16;

    /// <summary>((0+8)+(4+12)) + … : halves are added until one number is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum<V>(V x) where V : struct, ILanes<V>
    {
        var eight = x.Lower + x.Upper;
        var four = eight.GetLower() + eight.GetUpper();
        return four.GetElement(0) + four.GetElement(2) + (four.GetElement(1) + four.GetElement(3));
    }

    /// <summary>The largest; not a number if any is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max<V>(V x) where V : struct, ILanes<V>
    {
        var eight = Vector256.Max(x.Lower, x.Upper);
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four.GetElement(0), four.GetElement(2)), MathF.Max(four.GetElement(1), four.GetElement(3)));
    }
}
