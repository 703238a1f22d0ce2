namespace Cocoon.Kernels;

/// <summary>The product of a prepared strip of A and packed panels of B, on one thread.</summary>
internal static unsafe class PackedProduct
{
    /// <summary>Computes rows × columns of C.</summary>
    /// <param name="kernel">Computes the tiles.</param>
    /// <param name="left">The strip of A, prepared with the same <paramref name="step"/>.</param>
    /// <param name="right">First panel of B.</param>
    /// <param name="panelLength">Elements from one panel of B to the next: more than the sums take, if they are over a part of k.</param>
    /// <param name="depth">Length of the sums in elements.</param>
    /// <param name="rows">Rows of the strip.</param>
    /// <param name="step">Rows of a tile.</param>
    /// <param name="columns">Columns that exist: C is not touched beyond them.</param>
    /// <param name="output">C.</param>
    public static void Run(TileKernel kernel, LeftOperand left, uint* right, nint panelLength, int depth, int rows, int step, int columns, ProductOutput output)
    {
        Tile tile = new() { LeftBytes = left.RowBytes, Right = right, Rounds = depth / Tile.Unroll, Rest = depth % Tile.Unroll };
        float* start = output.Start, initial = output.Initial;
        for (int column = 0; column < columns; column += Tile.Columns)
        {
            int width = Math.Min(Tile.Columns, columns - column);
            tile.Left = left.Start;
            for (int row = 0; row < rows; row += step, tile.Left += left.TileBytes)
            {
                tile.Output = start + row * output.Stride;
                tile.OutputBytes = output.Stride * sizeof(float);
                tile.Initial = initial + row * output.InitialStride;
                tile.InitialBytes = output.InitialStride * sizeof(float);
                int tileRows = Math.Min(step, rows - row);
                if (width == Tile.Columns) kernel.Run(&tile, tileRows);
                else RunNarrow(kernel, tile, tileRows, width, output.Accumulates);
            }
            tile.Right += panelLength;
            start += Tile.Columns;
            initial += output.InitialPanelStride;
        }
    }

    /// <summary>The rows of each tile when a strip is cut as evenly as possible.</summary>
    public static int Step(TileKernel kernel, int rows)
    {
        int tiles = (rows + kernel.Rows - 1) / kernel.Rows;
        return (rows + tiles - 1) / tiles;
    }

    // The last panel of C has fewer columns than the kernel writes: it works on a copy.
    private static void RunNarrow(TileKernel kernel, Tile tile, int rows, int width, bool accumulates)
    {
        const int Stride = Tile.Columns;
        float* copy = stackalloc float[Tile.Lanes * Stride];
        float* target = tile.Output;
        nint targetStride = tile.OutputBytes / sizeof(float);
        if (accumulates)
        {
            new Span<float>(copy, rows * Stride).Clear();
            for (int r = 0; r < rows; r++) new Span<float>(target + r * targetStride, width).CopyTo(new(copy + r * Stride, width));
            tile.Initial = copy;
            tile.InitialBytes = Stride * sizeof(float);
        }
        tile.Output = copy;
        tile.OutputBytes = Stride * sizeof(float);
        kernel.Run(&tile, rows);
        for (int r = 0; r < rows; r++) new Span<float>(copy + r * Stride, width).CopyTo(new(target + r * targetStride, width));
    }
}
