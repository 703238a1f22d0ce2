namespace Cocoon.Determinism;

/// <summary>A range of work cut into blocks of fixed size, whatever the number of threads that will share them.</summary>
/// <param name="Length">How many items there are.</param>
/// <param name="BlockSize">Items in a block; the last block may have fewer.</param>
/// <remarks>
/// A sum is formed block by block and the blocks are combined in their order. The cut depends on the work alone,
/// so the result has the same bits on one thread and on sixty-four.
/// </remarks>
public readonly record struct Partition(long Length, long BlockSize)
{
    /// <summary>Number of blocks.</summary>
    public int Blocks => (int)((Length + BlockSize - 1) / BlockSize);

    /// <summary>First item of a block.</summary>
    public long Start(int block) => block * BlockSize;

    /// <summary>The item after a block's last.</summary>
    public long End(int block) => Math.Min(Length, (block + 1) * BlockSize);
}
