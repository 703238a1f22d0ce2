using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<float>;

namespace Cocoon.Kernels;

/// <summary>FP32 tile kernel on AVX2 and FMA: a tile of 15 by 32 in six parts of 5 rows by 16 columns, ten sums in the sixteen registers.</summary>
internal sealed unsafe class Avx2Tiles : TileKernel
{
    private const int PartRows = 5, PartColumns = 16;

    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public override int Rows => 15;

    public override bool ReadsRows => true;

    public override bool Pairs => false;

    public override void Run(Tile* tile, int rows)
    {
        for (int column = 0; column < Tile.Columns; column += PartColumns) // half a panel of B stays in the first-level cache
            for (int row = 0; row < rows; row += PartRows)
                Part(tile, row, column, rows - row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(Tile* tile, int row, int column, int rows)
    {
        nint step = tile->InitialBytes;
        byte* i = (byte*)(tile->Initial + column) + row * step;
        V x0 = Vector256.Load((float*)i), y0 = Vector256.Load((float*)i + 8);
        i += rows > 1 ? step : 0;
        V x1 = Vector256.Load((float*)i), y1 = Vector256.Load((float*)i + 8);
        i += rows > 2 ? step : 0;
        V x2 = Vector256.Load((float*)i), y2 = Vector256.Load((float*)i + 8);
        i += rows > 3 ? step : 0;
        V x3 = Vector256.Load((float*)i), y3 = Vector256.Load((float*)i + 8);
        i += rows > 4 ? step : 0;
        V x4 = Vector256.Load((float*)i), y4 = Vector256.Load((float*)i + 8);
        bool isPanel = tile->LeftBytes == 0;
        step = isPanel ? sizeof(float) : tile->LeftBytes;
        byte* a0 = tile->Left + row * step, a1 = a0 + (rows > 1 ? step : 0), a2 = a1 + (rows > 2 ? step : 0), a3 = a2 + (rows > 3 ? step : 0), a4 = a3 + (rows > 4 ? step : 0);
        step = isPanel ? Tile.Lanes * sizeof(float) : sizeof(float);
        float* b = (float*)tile->Right + column;
        nint k = 0;
        for (nint depth = tile->Rounds * Tile.Unroll + tile->Rest; depth > 0; depth--, k += step, b += Tile.Columns)
        {
            V b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8), f = Vector256.Create(*(float*)(a0 + k));
            (x0, y0) = (Fma.MultiplyAdd(f, b0, x0), Fma.MultiplyAdd(f, b1, y0));
            f = Vector256.Create(*(float*)(a1 + k));
            (x1, y1) = (Fma.MultiplyAdd(f, b0, x1), Fma.MultiplyAdd(f, b1, y1));
            f = Vector256.Create(*(float*)(a2 + k));
            (x2, y2) = (Fma.MultiplyAdd(f, b0, x2), Fma.MultiplyAdd(f, b1, y2));
            f = Vector256.Create(*(float*)(a3 + k));
            (x3, y3) = (Fma.MultiplyAdd(f, b0, x3), Fma.MultiplyAdd(f, b1, y3));
            f = Vector256.Create(*(float*)(a4 + k));
            (x4, y4) = (Fma.MultiplyAdd(f, b0, x4), Fma.MultiplyAdd(f, b1, y4));
        }
        step = tile->OutputBytes;
        byte* c = (byte*)(tile->Output + column) + row * step;
        Store(x0, y0, c);
        if (rows > 1) Store(x1, y1, c + step);
        if (rows > 2) Store(x2, y2, c + 2 * step);
        if (rows > 3) Store(x3, y3, c + 3 * step);
        if (rows > 4) Store(x4, y4, c + 4 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V x, V y, byte* c)
    {
        x.Store((float*)c);
        y.Store((float*)c + 8);
    }
}
