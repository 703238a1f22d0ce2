using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <summary><see cref="Philox"/> in sixteen lanes: the same words as <see cref="RandomStream.Block"/>.</summary>
internal static class VectorPhilox
{
    /// <summary>The blocks <paramref name="index"/> ... <paramref name="index"/> + 15, one a lane.</summary>
    // Even and odd lanes are two vectors of 64-bit lanes: a multiplication reads the low half of each, so what stands in the high half does not matter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<uint> X0, Vector512<uint> X1, Vector512<uint> X2, Vector512<uint> X3) Block(in RandomStream stream, ulong index)
    {
        var low = Vector512.Create((uint)index) + Vector512<uint>.Indices;
        var high = Vector512.Create((uint)(index >> 32)) - Vector512.LessThan(low, Vector512.Create((uint)index)); // minus all ones: the carry
        Vector512<ulong> even0 = low.AsUInt64(), even1 = high.AsUInt64(), odd0 = even0 >>> 32, odd1 = even1 >>> 32;
        Vector512<ulong> even2 = Vector512.Create((ulong)stream.Id), even3 = Vector512.Create((ulong)stream.Step), odd2 = even2, odd3 = even3;
        uint key0 = (uint)stream.Seed, key1 = (uint)(stream.Seed >> 32);
        for (int round = 0; round < Philox.Rounds; round++, key0 += Philox.Weyl0, key1 += Philox.Weyl1)
        {
            Vector512<ulong> keys0 = Vector512.Create((ulong)key0), keys1 = Vector512.Create((ulong)key1);
            Round(ref even0, ref even1, ref even2, ref even3, keys0, keys1);
            Round(ref odd0, ref odd1, ref odd2, ref odd3, keys0, keys1);
        }
        return (Merge(even0, odd0), Merge(even1, odd1), Merge(even2, odd2), Merge(even3, odd3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref Vector512<ulong> c0, ref Vector512<ulong> c1, ref Vector512<ulong> c2, ref Vector512<ulong> c3, Vector512<ulong> key0, Vector512<ulong> key1)
    {
        var p0 = MultiplyLow(c0, Vector512.Create((ulong)Philox.Multiplier0));
        var p1 = MultiplyLow(c2, Vector512.Create((ulong)Philox.Multiplier1));
        c0 = p1 >>> 32 ^ c1 ^ key0;
        c1 = p1;
        c2 = p0 >>> 32 ^ c3 ^ key1;
        c3 = p0;
    }

    /// <summary>The 64-bit products of the low halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> MultiplyLow(Vector512<ulong> a, Vector512<ulong> b)
    {
        if (Avx512F.IsSupported) return Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());
        if (Avx2.IsSupported)
        {
            return Vector512.Create(
                Avx2.Multiply(a.GetLower().AsUInt32(), b.GetLower().AsUInt32()), Avx2.Multiply(a.GetUpper().AsUInt32(), b.GetUpper().AsUInt32()));
        }
        return (a & Vector512.Create((ulong)uint.MaxValue)) * b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Merge(Vector512<ulong> even, Vector512<ulong> odd) =>
        (even & Vector512.Create((ulong)uint.MaxValue) | odd << 32).AsUInt32();
}
