namespace Cocoon.Kernels;

/// <summary>Where the numbers of one head of one sequence begin.</summary>
/// <param name="queries">Tokens that look at others.</param>
/// <param name="length">Tokens T that are looked at: keys and values.</param>
/// <param name="place">Index of its first probability among all, which names its random numbers.</param>
/// <param name="row">Its first query.</param>
/// <param name="keyRow">Its first key.</param>
/// <param name="column">Its first column among queries, keys and values each.</param>
/// <param name="head">Number of the head.</param>
/// <param name="index">Number of (sequence, head): the block that computes it.</param>
internal readonly struct AttentionHead(int queries, int length, long place, int row, int keyRow, int column, int head, int index)
{
    public readonly int Queries = queries;
    public readonly int Length = length;
    public readonly long Place = place;
    public readonly int Row = row;
    public readonly int KeyRow = keyRow;
    public readonly int Column = column;
    public readonly int Head = head;
    public readonly int Index = index;

    /// <summary>The place after its last probability.</summary>
    public long End => Place + Queries * (long)Length;
}
