namespace Cocoon.Kernels;

/// <summary>How a product is cut among workers: blocks of some tiles of rows by some panels of columns.</summary>
/// <remarks>No element of C depends on the cut, so it may follow the number of threads.</remarks>
internal readonly struct ProductGrid
{
    /// <summary>Tiles in a block of rows: what is read of A stays in the second-level cache.</summary>
    private const int TilesPerBlock = 12;

    public ProductGrid(int rows, int columns, int k, int step, int threads)
    {
        Step = step;
        Rows = rows;
        Tiles = (rows + step - 1) / step;
        Panels = RightOperand.Panels(columns);
        RowBlocks = (Tiles + TilesPerBlock - 1) / TilesPerBlock;
        ColumnBlocks = 1;
        IsShared = threads > 1 && (long)rows * columns * k >= CpuKernels.WorthSharing;
        if (!IsShared || RowBlocks % threads == 0) return;
        if (Tiles >= 16 * threads) RowBlocks = (RowBlocks + threads - 1) / threads * threads; // shares differ by one tile in sixteen at most
        else ColumnBlocks = Math.Min(Panels, threads);
    }

    public int Step { get; }

    public int Rows { get; }

    public int Tiles { get; }

    public int Panels { get; }

    public int RowBlocks { get; }

    public int ColumnBlocks { get; }

    /// <summary>Worth more than one thread.</summary>
    public bool IsShared { get; }

    public int Blocks => RowBlocks * ColumnBlocks;

    /// <summary>The rows [first, end) of a block.</summary>
    public (int First, int End) RowsOf(int block)
    {
        long index = block % RowBlocks;
        return ((int)(Tiles * index / RowBlocks) * Step, Math.Min(Rows, (int)(Tiles * (index + 1) / RowBlocks) * Step));
    }

    /// <summary>The panels [first, end) of a block.</summary>
    public (int First, int End) PanelsOf(int block)
    {
        long index = block / RowBlocks;
        return ((int)(Panels * index / ColumnBlocks), (int)(Panels * (index + 1) / ColumnBlocks));
    }
}
