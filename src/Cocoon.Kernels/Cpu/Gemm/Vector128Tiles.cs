using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector128<float>;

namespace Cocoon.Kernels;

/// <summary>FP32 tile kernel on vectors of 128 bits, for Arm and as the last resort: a tile of 16 by 32 in parts of 4 rows by 16 columns.</summary>
internal sealed unsafe class Vector128Tiles : TileKernel
{
    private const int PartRows = 4, PartColumns = 16;

    public override int Rows => 16;

    public override bool ReadsRows => false;

    public override bool Pairs => false;

    public override void Run(Tile* tile, int rows)
    {
        for (int row = 0; row < rows; row += PartRows)
            for (int column = 0; column < Tile.Columns; column += PartColumns)
                Part(tile, row, column, rows - row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(Tile* tile, int row, int column, int rows)
    {
        nint step = tile->InitialBytes;
        byte* i = (byte*)(tile->Initial + column) + row * step;
        Load(i, out V x0, out V y0, out V z0, out V w0);
        i += rows > 1 ? step : 0;
        Load(i, out V x1, out V y1, out V z1, out V w1);
        i += rows > 2 ? step : 0;
        Load(i, out V x2, out V y2, out V z2, out V w2);
        i += rows > 3 ? step : 0;
        Load(i, out V x3, out V y3, out V z3, out V w3);
        float* a = (float*)tile->Left + row, b = (float*)tile->Right + column;
        for (nint depth = tile->Rounds * Tile.Unroll + tile->Rest; depth > 0; depth--, a += Tile.Lanes, b += Tile.Columns)
        {
            Load((byte*)b, out V b0, out V b1, out V b2, out V b3);
            V f = Vector128.Create(a[0]);
            (x0, y0, z0, w0) = (Fma(f, b0, x0), Fma(f, b1, y0), Fma(f, b2, z0), Fma(f, b3, w0));
            f = Vector128.Create(a[1]);
            (x1, y1, z1, w1) = (Fma(f, b0, x1), Fma(f, b1, y1), Fma(f, b2, z1), Fma(f, b3, w1));
            f = Vector128.Create(a[2]);
            (x2, y2, z2, w2) = (Fma(f, b0, x2), Fma(f, b1, y2), Fma(f, b2, z2), Fma(f, b3, w2));
            f = Vector128.Create(a[3]);
            (x3, y3, z3, w3) = (Fma(f, b0, x3), Fma(f, b1, y3), Fma(f, b2, z3), Fma(f, b3, w3));
        }
        step = tile->OutputBytes;
        byte* c = (byte*)(tile->Output + column) + row * step;
        Store(x0, y0, z0, w0, c);
        if (rows > 1) Store(x1, y1, z1, w1, c + step);
        if (rows > 2) Store(x2, y2, z2, w2, c + 2 * step);
        if (rows > 3) Store(x3, y3, z3, w3, c + 3 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fma(V a, V b, V c) => Vector128.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(byte* i, out V x, out V y, out V z, out V w)
    {
        (x, y) = (Vector128.Load((float*)i), Vector128.Load((float*)i + 4));
        (z, w) = (Vector128.Load((float*)i + 8), Vector128.Load((float*)i + 12));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V x, V y, V z, V w, byte* c)
    {
        x.Store((float*)c);
        y.Store((float*)c + 4);
        z.Store((float*)c + 8);
        w.Store((float*)c + 12);
    }
}
