namespace Cocoon.Kernels;

/// <summary>The innermost part of a matrix product: one small tile of C from a strip of A and a panel of B.</summary>
/// <remarks>
/// A depth is counted in 32-bit elements: one FP32 value, or a pair of bfloat16 values adjacent in k.
/// For every element of C all kernels compute the same chain, c = fma(a[k], b[k], c) for k in order,
/// so that all FP32 kernels give the same bits, wherever the element stands in a tile.
/// </remarks>
internal abstract unsafe class TileKernel
{
    /// <summary>Most rows of a tile, at most <see cref="Tile.Lanes"/>.</summary>
    public abstract int Rows { get; }

    /// <summary>A may be read row by row in place; otherwise it must be a panel.</summary>
    public abstract bool ReadsRows { get; }

    /// <summary>Elements are pairs of bfloat16.</summary>
    public abstract bool Pairs { get; }

    /// <summary>Computes one tile.</summary>
    /// <param name="tile">Operands. 32 columns of <see cref="Tile.Initial"/> are read and 32 of <see cref="Tile.Output"/> written.</param>
    /// <param name="rows">Rows of this tile, at least 1.</param>
    public abstract void Run(Tile* tile, int rows);

    /// <summary>The depth of a product over <paramref name="k"/> values.</summary>
    public int Depth(int k) => Pairs ? (k + 1) / 2 : k;
}
