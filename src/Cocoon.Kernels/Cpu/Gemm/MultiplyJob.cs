namespace Cocoon.Kernels;

/// <summary>Multiplies a slice of A by packed panels of B, one block of C at a time.</summary>
internal readonly unsafe struct MultiplyJob(
    TileKernel kernel, ProductGrid grid, Scratch scratch, float* left, nint leftStride, bool transposeLeft, uint* right, int k, int columns, ProductOutput output) : IBlockJob
{
    public void Run(int block, int worker)
    {
        var (first, end) = grid.RowsOf(block);
        var (panel, panelEnd) = grid.PanelsOf(block);
        int rows = end - first, column = panel * Tile.Columns;
        uint* memory = (uint*)scratch.OfWorker(worker, LeftOperand.ScratchLength(kernel, rows, k));
        float* source = left + (transposeLeft ? first : first * leftStride);
        var strip = LeftOperand.Prepare(kernel, source, leftStride, transposeLeft, rows, k, grid.Step, memory);
        ProductOutput part = new(
            output.Start + first * output.Stride + column, output.Stride,
            output.Initial + first * output.InitialStride + panel * output.InitialPanelStride, output.InitialStride, output.InitialPanelStride);
        nint panelLength = RightOperand.PanelLength(kernel, k);
        PackedProduct.Run(kernel, strip, right + panel * panelLength, panelLength, kernel.Depth(k), rows, grid.Step,
            Math.Min(columns, panelEnd * Tile.Columns) - column, part);
    }
}
