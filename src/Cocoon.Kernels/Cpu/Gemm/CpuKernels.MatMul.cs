namespace Cocoon.Kernels;

/// <content>Matrix products.</content>
internal sealed unsafe partial class CpuKernels<V>
{
    // Depth of a slice in elements: one panel of B, [256, 32], is what the first-level cache holds.
    private const int SliceDepth = 256;

    // Columns packed at a time: bounds the memory for B, and keeps it within the last-level cache.
    private const int SliceColumns = 4096;

    private const int ElementsPerPackBlock = 1 << 14;

    /// <inheritdoc/>
    /// <remarks>
    /// C is computed in slices of k and of columns. For each slice the workers first pack B together, then share C.
    /// Sums start from 0, the bias or C, and take the products in the order of k, whatever the slices, tiles and threads.
    /// </remarks>
    public void MatMul(ReadOnlySpan<float> a, bool transposeA, ReadOnlySpan<float> b, bool transposeB, ReadOnlySpan<float> bias, int m, int n, int k, bool accumulate, Span<float> c)
    {
        KernelArguments.MatMul(a.Length, b.Length, bias.Length, c.Length, m, n, k, accumulate);
        if (m == 0 || n == 0 || (k == 0 && accumulate)) return;
        fixed (float* left = a, right = b, initial = bias, output = c)
        {
            if (k == 0) FillRows(bias, m, n, c);
            else Multiply(left, transposeA ? m : k, transposeA, right, transposeB ? k : n, transposeB, initial, m, n, k, accumulate, output);
        }
    }

    private static void FillRows(ReadOnlySpan<float> row, int m, int n, Span<float> c)
    {
        if (row.IsEmpty) c.Clear();
        else for (int i = 0; i < m; i++) row.CopyTo(c.Slice(i * n, n));
    }

    private void Multiply(float* a, nint aStride, bool transposeA, float* b, nint bStride, bool transposeB, float* bias, int m, int n, int k, bool accumulate, float* c)
    {
        int sliceValues = SliceDepth * (_tiles.Pairs ? 2 : 1), sliceColumns = Math.Min(n, SliceColumns);
        int initialLength = (bias is null ? 1 : RightOperand.Panels(sliceColumns)) * Tile.Columns;
        float* initial = _scratch.Shared(initialLength + RightOperand.Panels(sliceColumns) * RightOperand.PanelLength(_tiles, Math.Min(k, sliceValues)));
        uint* packed = (uint*)(initial + initialLength);
        int step = PackedProduct.Step(_tiles, m);
        for (int column = 0; column < n; column += SliceColumns)
        {
            int columns = Math.Min(SliceColumns, n - column);
            new Span<float>(initial, initialLength).Clear();
            if (bias is not null) new Span<float>(bias + column, columns).CopyTo(new(initial, columns));
            float* target = c + column;
            for (int start = 0; start < k; start += sliceValues)
            {
                int values = Math.Min(sliceValues, k - start);
                float* left = a + (transposeA ? start * aStride : start);
                float* right = b + (transposeB ? column * bStride + start : start * bStride + column);
                ProductOutput output = start > 0 || accumulate ? ProductOutput.Accumulate(target, n)
                    : bias is not null ? ProductOutput.AddBias(target, n, initial)
                    : ProductOutput.Overwrite(target, n, initial);
                ProductGrid grid = new(m, columns, values, step, _team.Threads);
                int packBlocks = grid.IsShared ? (int)Math.Clamp((long)values * columns / ElementsPerPackBlock, 1, grid.Panels) : 1;
                PackJob pack = new(_tiles, right, bStride, transposeB, values, columns, packBlocks, packed);
                _team.Run(packBlocks, ref pack);
                MultiplyJob multiply = new(_tiles, grid, _scratch, left, aStride, transposeA, packed, values, columns, output);
                RunBlocks(grid.Blocks, (long)m * columns * values, ref multiply);
            }
        }
    }
}
