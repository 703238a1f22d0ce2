using System.Runtime.CompilerServices;
using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <summary><see cref="Philox"/> in every word of a vector: the same words as <see cref="RandomStream.Block"/>.</summary>
internal static class VectorPhilox
{
    /// <summary>The blocks from <paramref name="index"/> on, one a lane.</summary>
    // Blocks in even and in odd lanes are computed apart: a multiplication reads the even words, so what stands in the odd ones does not matter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (W X0, W X1, W X2, W X3) Block<W>(in RandomStream stream, ulong index) where W : struct, IWords<W>
    {
        W even0 = W.Create((uint)index) + W.Indices;
        W even1 = W.Create((uint)(index >> 32)) - W.LessThan(even0, W.Create((uint)index)); // minus all ones: the carry
        W odd0 = W.OddToEven(even0), odd1 = W.OddToEven(even1);
        W even2 = W.Create(stream.Id), even3 = W.Create(stream.Step), odd2 = even2, odd3 = even3;
        uint key0 = (uint)stream.Seed, key1 = (uint)(stream.Seed >> 32);
        for (int round = 0; round < Philox.Rounds; round++, key0 += Philox.Weyl0, key1 += Philox.Weyl1)
        {
            W keys0 = W.Create(key0), keys1 = W.Create(key1);
            Round(ref even0, ref even1, ref even2, ref even3, keys0, keys1);
            Round(ref odd0, ref odd1, ref odd2, ref odd3, keys0, keys1);
        }
        return (W.Interleave(even0, odd0), W.Interleave(even1, odd1), W.Interleave(even2, odd2), W.Interleave(even3, odd3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<W>(ref W c0, ref W c1, ref W c2, ref W c3, W key0, W key1) where W : struct, IWords<W>
    {
        W p0 = W.MultiplyEven(c0, W.Create(Philox.Multiplier0)), p1 = W.MultiplyEven(c2, W.Create(Philox.Multiplier1));
        c0 = W.OddToEven(p1) ^ c1 ^ key0;
        c1 = p1;
        c2 = W.OddToEven(p0) ^ c3 ^ key1;
        c3 = p0;
    }
}
