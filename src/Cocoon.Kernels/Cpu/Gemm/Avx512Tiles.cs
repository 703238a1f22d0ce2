using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace Cocoon.Kernels;

/// <summary>FP32 tile kernel on the AVX-512 intrinsics: 14 rows by 32 columns of sums, for machines where code cannot be emitted.</summary>
internal sealed unsafe class Avx512Tiles : TileKernel
{
    public static bool IsSupported => Avx512F.IsSupported;

    public override int Rows => 14;

    public override bool ReadsRows => false;

    public override bool Pairs => false;

    // Every sum is a local of its own: the compiler keeps all 28 in registers, and would spill an array of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(Tile* tile, int rows)
    {
        byte* i = (byte*)tile->Initial;
        nint step = tile->InitialBytes;
        V x0 = Vector512.Load((float*)i), y0 = Vector512.Load((float*)i + 16);
        i += rows > 1 ? step : 0; V x1 = Vector512.Load((float*)i), y1 = Vector512.Load((float*)i + 16);
        i += rows > 2 ? step : 0; V x2 = Vector512.Load((float*)i), y2 = Vector512.Load((float*)i + 16);
        i += rows > 3 ? step : 0; V x3 = Vector512.Load((float*)i), y3 = Vector512.Load((float*)i + 16);
        i += rows > 4 ? step : 0; V x4 = Vector512.Load((float*)i), y4 = Vector512.Load((float*)i + 16);
        i += rows > 5 ? step : 0; V x5 = Vector512.Load((float*)i), y5 = Vector512.Load((float*)i + 16);
        i += rows > 6 ? step : 0; V x6 = Vector512.Load((float*)i), y6 = Vector512.Load((float*)i + 16);
        i += rows > 7 ? step : 0; V x7 = Vector512.Load((float*)i), y7 = Vector512.Load((float*)i + 16);
        i += rows > 8 ? step : 0; V x8 = Vector512.Load((float*)i), y8 = Vector512.Load((float*)i + 16);
        i += rows > 9 ? step : 0; V x9 = Vector512.Load((float*)i), y9 = Vector512.Load((float*)i + 16);
        i += rows > 10 ? step : 0; V x10 = Vector512.Load((float*)i), y10 = Vector512.Load((float*)i + 16);
        i += rows > 11 ? step : 0; V x11 = Vector512.Load((float*)i), y11 = Vector512.Load((float*)i + 16);
        i += rows > 12 ? step : 0; V x12 = Vector512.Load((float*)i), y12 = Vector512.Load((float*)i + 16);
        i += rows > 13 ? step : 0; V x13 = Vector512.Load((float*)i), y13 = Vector512.Load((float*)i + 16);
        float* a = (float*)tile->Left, b = (float*)tile->Right;
        for (nint depth = tile->Rounds * Tile.Unroll + tile->Rest; depth > 0; depth--, a += Tile.Lanes, b += Tile.Columns)
        {
            V b0 = Vector512.Load(b), b1 = Vector512.Load(b + 16);
            V a0 = Vector512.Create(a[0]); x0 = Vector512.FusedMultiplyAdd(a0, b0, x0); y0 = Vector512.FusedMultiplyAdd(a0, b1, y0);
            V a1 = Vector512.Create(a[1]); x1 = Vector512.FusedMultiplyAdd(a1, b0, x1); y1 = Vector512.FusedMultiplyAdd(a1, b1, y1);
            V a2 = Vector512.Create(a[2]); x2 = Vector512.FusedMultiplyAdd(a2, b0, x2); y2 = Vector512.FusedMultiplyAdd(a2, b1, y2);
            V a3 = Vector512.Create(a[3]); x3 = Vector512.FusedMultiplyAdd(a3, b0, x3); y3 = Vector512.FusedMultiplyAdd(a3, b1, y3);
            V a4 = Vector512.Create(a[4]); x4 = Vector512.FusedMultiplyAdd(a4, b0, x4); y4 = Vector512.FusedMultiplyAdd(a4, b1, y4);
            V a5 = Vector512.Create(a[5]); x5 = Vector512.FusedMultiplyAdd(a5, b0, x5); y5 = Vector512.FusedMultiplyAdd(a5, b1, y5);
            V a6 = Vector512.Create(a[6]); x6 = Vector512.FusedMultiplyAdd(a6, b0, x6); y6 = Vector512.FusedMultiplyAdd(a6, b1, y6);
            V a7 = Vector512.Create(a[7]); x7 = Vector512.FusedMultiplyAdd(a7, b0, x7); y7 = Vector512.FusedMultiplyAdd(a7, b1, y7);
            V a8 = Vector512.Create(a[8]); x8 = Vector512.FusedMultiplyAdd(a8, b0, x8); y8 = Vector512.FusedMultiplyAdd(a8, b1, y8);
            V a9 = Vector512.Create(a[9]); x9 = Vector512.FusedMultiplyAdd(a9, b0, x9); y9 = Vector512.FusedMultiplyAdd(a9, b1, y9);
            V a10 = Vector512.Create(a[10]); x10 = Vector512.FusedMultiplyAdd(a10, b0, x10); y10 = Vector512.FusedMultiplyAdd(a10, b1, y10);
            V a11 = Vector512.Create(a[11]); x11 = Vector512.FusedMultiplyAdd(a11, b0, x11); y11 = Vector512.FusedMultiplyAdd(a11, b1, y11);
            V a12 = Vector512.Create(a[12]); x12 = Vector512.FusedMultiplyAdd(a12, b0, x12); y12 = Vector512.FusedMultiplyAdd(a12, b1, y12);
            V a13 = Vector512.Create(a[13]); x13 = Vector512.FusedMultiplyAdd(a13, b0, x13); y13 = Vector512.FusedMultiplyAdd(a13, b1, y13);
        }
        byte* c = (byte*)tile->Output;
        step = tile->OutputBytes;
        Store(x0, y0, c);
        if (rows == 1) return; c += step; Store(x1, y1, c);
        if (rows == 2) return; c += step; Store(x2, y2, c);
        if (rows == 3) return; c += step; Store(x3, y3, c);
        if (rows == 4) return; c += step; Store(x4, y4, c);
        if (rows == 5) return; c += step; Store(x5, y5, c);
        if (rows == 6) return; c += step; Store(x6, y6, c);
        if (rows == 7) return; c += step; Store(x7, y7, c);
        if (rows == 8) return; c += step; Store(x8, y8, c);
        if (rows == 9) return; c += step; Store(x9, y9, c);
        if (rows == 10) return; c += step; Store(x10, y10, c);
        if (rows == 11) return; c += step; Store(x11, y11, c);
        if (rows == 12) return; c += step; Store(x12, y12, c);
        if (rows == 13) return; c += step; Store(x13, y13, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V x, V y, byte* c)
    {
        x.Store((float*)c);
        y.Store((float*)c + 16);
    }
}
