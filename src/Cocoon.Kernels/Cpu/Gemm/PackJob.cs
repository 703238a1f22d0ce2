namespace Cocoon.Kernels;

/// <summary>Packs the panels of B, some in each block.</summary>
internal readonly unsafe struct PackJob(TileKernel kernel, float* source, nint stride, bool transposed, int k, int columns, int blocks, uint* target) : IBlockJob
{
    public void Run(int block, int worker)
    {
        long panels = RightOperand.Panels(columns);
        RightOperand.Pack(kernel, source, stride, transposed, k, columns, (int)(panels * block / blocks), (int)(panels * (block + 1) / blocks), target);
    }
}
