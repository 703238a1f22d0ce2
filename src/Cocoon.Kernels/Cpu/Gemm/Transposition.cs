using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<uint>;

namespace Cocoon.Kernels;

/// <summary>Transposition of sixteen by sixteen elements.</summary>
internal static unsafe class Transposition
{
    /// <summary>target[c, r] = source[r, c].</summary>
    /// <param name="source">[16, 16].</param>
    /// <param name="sourceStride">Elements from one source row to the next.</param>
    /// <param name="target">[16, 16].</param>
    /// <param name="stride">Elements from one target row to the next.</param>
    public static void Square(uint* source, nint sourceStride, uint* target, nint stride)
    {
        if (Avx512F.IsSupported) Whole(source, sourceStride, target, stride);
        else if (Avx2.IsSupported)
        {
            for (int c = 0; c < 16; c += 4)
                for (int r = 0; r < 16; r += 8) EightByFour(source + r * sourceStride + c, sourceStride, target + c * stride + r, stride);
        }
        else
        {
            for (int c = 0; c < 16; c++)
                for (int r = 0; r < 16; r++) target[c * stride + r] = source[r * sourceStride + c];
        }
    }

    // Four columns of eight rows: rows r and r + 4 are the halves of one vector, so that four by four are transposed within each half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightByFour(uint* s, nint sourceStride, uint* t, nint stride)
    {
        Vector256<uint> x0 = FourAndFour(s, sourceStride), x1 = FourAndFour(s + sourceStride, sourceStride);
        Vector256<uint> x2 = FourAndFour(s + 2 * sourceStride, sourceStride), x3 = FourAndFour(s + 3 * sourceStride, sourceStride);
        var low0 = Avx2.UnpackLow(x0, x1).AsUInt64();
        var high0 = Avx2.UnpackHigh(x0, x1).AsUInt64();
        var low1 = Avx2.UnpackLow(x2, x3).AsUInt64();
        var high1 = Avx2.UnpackHigh(x2, x3).AsUInt64();
        Avx2.UnpackLow(low0, low1).AsUInt32().Store(t);
        Avx2.UnpackHigh(low0, low1).AsUInt32().Store(t + stride);
        Avx2.UnpackLow(high0, high1).AsUInt32().Store(t + 2 * stride);
        Avx2.UnpackHigh(high0, high1).AsUInt32().Store(t + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> FourAndFour(uint* s, nint stride) => Vector256.Create(Vector128.Load(s), Vector128.Load(s + 4 * stride));

    private static void Whole(uint* s, nint sourceStride, uint* t, nint stride)
    {
        Quarter(s, sourceStride, out V a0, out V a1, out V a2, out V a3);
        Quarter(s + 4 * sourceStride, sourceStride, out V b0, out V b1, out V b2, out V b3);
        Quarter(s + 8 * sourceStride, sourceStride, out V c0, out V c1, out V c2, out V c3);
        Quarter(s + 12 * sourceStride, sourceStride, out V d0, out V d1, out V d2, out V d3);
        Collect(a0, b0, c0, d0, t, stride);
        Collect(a1, b1, c1, d1, t + stride, stride);
        Collect(a2, b2, c2, d2, t + 2 * stride, stride);
        Collect(a3, b3, c3, d3, t + 3 * stride, stride);
    }

    // Four rows, transposed four by four within each 128-bit lane: y[j] holds columns j, j + 4, j + 8, j + 12.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(uint* s, nint stride, out V y0, out V y1, out V y2, out V y3)
    {
        V x0 = Vector512.Load(s), x1 = Vector512.Load(s + stride), x2 = Vector512.Load(s + 2 * stride), x3 = Vector512.Load(s + 3 * stride);
        var low0 = Avx512F.UnpackLow(x0, x1).AsUInt64();
        var high0 = Avx512F.UnpackHigh(x0, x1).AsUInt64();
        var low1 = Avx512F.UnpackLow(x2, x3).AsUInt64();
        var high1 = Avx512F.UnpackHigh(x2, x3).AsUInt64();
        y0 = Avx512F.UnpackLow(low0, low1).AsUInt32();
        y1 = Avx512F.UnpackHigh(low0, low1).AsUInt32();
        y2 = Avx512F.UnpackLow(high0, high1).AsUInt32();
        y3 = Avx512F.UnpackHigh(high0, high1).AsUInt32();
    }

    // The same columns of four groups of rows become four whole target rows, four rows apart.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Collect(V a, V b, V c, V d, uint* t, nint stride)
    {
        var lowAb = Avx512F.Shuffle4x128(a, b, 0x44);
        var highAb = Avx512F.Shuffle4x128(a, b, 0xEE);
        var lowCd = Avx512F.Shuffle4x128(c, d, 0x44);
        var highCd = Avx512F.Shuffle4x128(c, d, 0xEE);
        Avx512F.Shuffle4x128(lowAb, lowCd, 0x88).Store(t);
        Avx512F.Shuffle4x128(lowAb, lowCd, 0xDD).Store(t + 4 * stride);
        Avx512F.Shuffle4x128(highAb, highCd, 0x88).Store(t + 8 * stride);
        Avx512F.Shuffle4x128(highAb, highCd, 0xDD).Store(t + 12 * stride);
    }
}
