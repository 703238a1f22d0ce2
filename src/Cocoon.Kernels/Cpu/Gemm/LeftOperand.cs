namespace Cocoon.Kernels;

/// <summary>A strip of A as tile kernels read it: tiles of a few rows, in place or as panels.</summary>
/// <param name="start">First tile.</param>
/// <param name="rowBytes">From one row to the next; 0 for panels.</param>
/// <param name="tileBytes">From one tile to the next.</param>
internal readonly unsafe struct LeftOperand(byte* start, nint rowBytes, nint tileBytes)
{
    // Rows of a transposed source that are shared out among all panels before the next ones are read: panels end within cache lines.
    private const int RowsAtOnce = 16;

    public readonly byte* Start = start;
    public readonly nint RowBytes = rowBytes;
    public readonly nint TileBytes = tileBytes;

    /// <summary>Elements of scratch memory that <see cref="Prepare"/> may use.</summary>
    public static long ScratchLength(TileKernel kernel, int rows, int k)
    {
        long padded = RowStride(kernel.Depth(k));
        return Math.Max(rows * padded, (long)((rows + kernel.Rows - 1) / kernel.Rows + 1) * Tile.Lanes * padded);
    }

    /// <summary>Makes a strip of A readable, packing it if it must be transposed, rounded or moved.</summary>
    /// <param name="kernel">Who will read it.</param>
    /// <param name="source">First element.</param>
    /// <param name="stride">Floats from one row of the source to the next.</param>
    /// <param name="transposed">The source is [k, rows] rather than [rows, k].</param>
    /// <param name="rows">Rows of the strip.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="step">Rows of a tile.</param>
    /// <param name="scratch">Memory that stays in use as long as the result; see <see cref="ScratchLength"/>.</param>
    public static LeftOperand Prepare(TileKernel kernel, float* source, nint stride, bool transposed, int rows, int k, int step, uint* scratch)
    {
        if (transposed || !kernel.ReadsRows)
        {
            return kernel.Pairs
                ? Panels<Bf16Format>(source, stride, transposed, rows, k, step, scratch)
                : Panels<Fp32Format>(source, stride, transposed, rows, k, step, scratch);
        }
        if (!kernel.Pairs && !Collides(stride, k)) return new((byte*)source, stride * sizeof(float), step * stride * sizeof(float));
        nint target = RowStride(kernel.Depth(k));
        if (kernel.Pairs) Packing.Rows<Bf16Format>(source, stride, rows, k, scratch, target);
        else Packing.Rows<Fp32Format>(source, stride, rows, k, scratch, target);
        return new((byte*)scratch, target * sizeof(uint), step * target * sizeof(uint));
    }

    private static LeftOperand Panels<TFormat>(float* source, nint stride, bool transposed, int rows, int k, int step, uint* scratch) where TFormat : struct, IOperandFormat
    {
        int depth = transposed ? RowsAtOnce : k;
        nint panelLength = (nint)((k + TFormat.Values - 1) / TFormat.Values) * Tile.Lanes;
        for (int start = 0; start < k; start += depth)
        {
            int length = Math.Min(depth, k - start);
            uint* panel = scratch + start / TFormat.Values * Tile.Lanes;
            for (int row = 0; row < rows; row += step, panel += panelLength)
            {
                int width = Math.Min(step, rows - row);
                if (transposed) Packing.Across<TFormat>(source + start * stride + row, stride, length, width, Tile.Lanes, panel);
                else Packing.Along<TFormat>(source + row * stride, stride, length, width, Tile.Lanes, panel);
            }
        }
        return new((byte*)scratch, 0, panelLength * sizeof(uint));
    }

    // Rows a multiple of 4096 bytes apart fall into one set of the first-level cache, which holds fewer of them than a tile has.
    private static bool Collides(nint stride, int k) => stride % 1024 == 0 && k > Tile.Lanes;

    /// <summary>An odd number of cache lines, so that rows spread over all sets.</summary>
    private static nint RowStride(int depth) => ((depth + 15) / 16 | 1) * 16;
}
