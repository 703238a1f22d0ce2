namespace Cocoon.Kernels;

/// <summary>B as tile kernels read it: panels of 32 columns, each [depth, 32], the last one filled up with zeros.</summary>
internal static unsafe class RightOperand
{
    /// <summary>Number of panels.</summary>
    public static int Panels(int columns) => (columns + Tile.Columns - 1) / Tile.Columns;

    /// <summary>Elements of one panel.</summary>
    public static nint PanelLength(TileKernel kernel, int k) => (nint)kernel.Depth(k) * Tile.Columns;

    /// <summary>Packs some panels.</summary>
    /// <param name="kernel">Who will read them.</param>
    /// <param name="source">First element.</param>
    /// <param name="stride">Floats from one row of the source to the next.</param>
    /// <param name="transposed">The source is [columns, k] rather than [k, columns].</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="columns">Columns of the product.</param>
    /// <param name="first">First panel to pack.</param>
    /// <param name="end">The panel after the last.</param>
    /// <param name="target">Where panel 0 begins.</param>
    public static void Pack(TileKernel kernel, float* source, nint stride, bool transposed, int k, int columns, int first, int end, uint* target)
    {
        if (kernel.Pairs) Pack<Bf16Format>(source, stride, transposed, k, columns, first, end, target);
        else Pack<Fp32Format>(source, stride, transposed, k, columns, first, end, target);
    }

    private static void Pack<TFormat>(float* source, nint stride, bool transposed, int k, int columns, int first, int end, uint* target) where TFormat : struct, IOperandFormat
    {
        nint length = (nint)((k + TFormat.Values - 1) / TFormat.Values) * Tile.Columns;
        for (int panel = first; panel < end; panel++)
        {
            int column = panel * Tile.Columns, width = Math.Min(Tile.Columns, columns - column);
            if (transposed) Packing.Along<TFormat>(source + column * stride, stride, k, width, Tile.Columns, target + panel * length);
            else Packing.Across<TFormat>(source + column, stride, k, width, Tile.Columns, target + panel * length);
        }
    }
}
