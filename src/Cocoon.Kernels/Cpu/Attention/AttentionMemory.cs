namespace Cocoon.Kernels;

/// <summary>A worker's memory for one head: packed operands and a strip of scores at a time, so that all of it stays in the second-level cache.</summary>
internal readonly unsafe struct AttentionMemory
{
    private const int StripElements = 1 << 15, FewestRows = 16, MostRows = 128, MaskedTiles = 4;

    /// <param name="start">Where the memory begins; null to learn its length only.</param>
    /// <param name="kernel">Computes the products.</param>
    /// <param name="length">Tokens T.</param>
    /// <param name="size">Head size D.</param>
    /// <param name="furthest">The largest distance between tokens.</param>
    /// <param name="isMasked">Some queries do not see all keys.</param>
    /// <param name="forGradient">What the gradient needs besides.</param>
    public AttentionMemory(float* start, TileKernel kernel, int length, int size, int furthest, bool isMasked, bool forGradient)
    {
        Rows = isMasked ? MaskedRows(kernel, length) : StripRows(length);
        Stride = RightOperand.Panels(length) * Tile.Columns + 16; // an odd number of cache lines
        float* next = start;
        Zeros = Take(ref next, Tile.Columns);
        Keys = (uint*)Take(ref next, OperandLength(kernel, length, size));
        Values = (uint*)Take(ref next, OperandLength(kernel, length, size));
        Left = (uint*)Take(ref next, LeftLength(kernel, length, size, Rows, forGradient));
        Scores = Take(ref next, Rows * Stride);
        Distances = 2 * furthest + 1;
        ByDistance = Take(ref next, Distances + Lanes.Count);
        OfKeys = Take(ref next, length + Lanes.Count);
        Factors = Take(ref next, DropoutFactors.BufferLength(length));
        if (forGradient)
        {
            Dropped = Take(ref next, Rows * Stride);
            StripOperand = (uint*)Take(ref next, RightOperand.Panels(size) * RightOperand.PanelLength(kernel, Rows));
        }
        Floats = next - start;
        if (start is not null) new Span<float>(Zeros, Tile.Columns).Clear();
    }

    /// <summary>Floats of all.</summary>
    public long Floats { get; }

    /// <summary>Queries of a strip; the last one may have fewer.</summary>
    public int Rows { get; }

    /// <summary>Floats from one row of scores to the next.</summary>
    public nint Stride { get; }

    /// <summary>One row of zeros, which sums start from.</summary>
    public float* Zeros { get; }

    /// <summary>Packed keys.</summary>
    public uint* Keys { get; }

    /// <summary>Packed values.</summary>
    public uint* Values { get; }

    /// <summary>For left operands.</summary>
    public uint* Left { get; }

    /// <summary>Scores, then probabilities of a strip, or their gradients; [Rows, Stride].</summary>
    public float* Scores { get; }

    /// <summary>Number of distances between tokens.</summary>
    public int Distances { get; }

    /// <summary>One number for each distance key − query, the least first: relative bias or its gradient.</summary>
    public float* ByDistance { get; }

    /// <summary>The numbers of one query's keys, where positions are not places.</summary>
    public float* OfKeys { get; }

    /// <summary>Dropout factors of a few rows.</summary>
    public float* Factors { get; }

    /// <summary>Probabilities of a strip after dropout; [Rows, Stride].</summary>
    public float* Dropped { get; }

    /// <summary>The rows of a strip, packed as a right operand.</summary>
    public uint* StripOperand { get; }

    // How many is a matter of speed: the sums of a strip go on where those of the strip before ended.
    private static int StripRows(int length)
    {
        int most = Math.Clamp(StripElements / length, FewestRows, MostRows);
        int strips = (length + most - 1) / most;
        return ((length + strips - 1) / strips + 1) & ~1; // even, as bfloat16 comes in pairs
    }

    // A few whole tiles: the fewer rows, the fewer scores are computed that no query of the strip sees.
    private static int MaskedRows(TileKernel kernel, int length) =>
        Math.Min(Math.Clamp(StripElements / length & ~1, FewestRows, MaskedTiles * kernel.Rows), length + 1 & ~1);

    // [D, T] and [T, D] packed.
    private static long OperandLength(TileKernel kernel, int length, int size) => Math.Max(
        RightOperand.Panels(length) * (long)RightOperand.PanelLength(kernel, size), RightOperand.Panels(size) * (long)RightOperand.PanelLength(kernel, length));

    private static long LeftLength(TileKernel kernel, int length, int size, int rows, bool forGradient)
    {
        long most = Math.Max(LeftOperand.ScratchLength(kernel, rows, size), LeftOperand.ScratchLength(kernel, rows, length));
        return forGradient ? Math.Max(most, LeftOperand.ScratchLength(kernel, length, rows)) : most;
    }

    private static float* Take(ref float* next, long floats)
    {
        float* taken = next;
        next += (floats + 15) / 16 * 16;
        return taken;
    }
}
