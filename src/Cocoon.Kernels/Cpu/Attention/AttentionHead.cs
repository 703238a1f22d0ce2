namespace Cocoon.Kernels;

/// <summary>Where the numbers of one head of one sequence begin.</summary>
/// <param name="length">Tokens T of the sequence.</param>
/// <param name="place">Index of its first probability among all, which names its random numbers.</param>
/// <param name="row">Its first token.</param>
/// <param name="column">Its first column in each third of queries, keys and values.</param>
/// <param name="head">Number of the head.</param>
/// <param name="index">Number of (sequence, head): the block that computes it.</param>
internal readonly struct AttentionHead(int length, long place, int row, int column, int head, int index)
{
    public readonly int Length = length;
    public readonly long Place = place;
    public readonly int Row = row;
    public readonly int Column = column;
    public readonly int Head = head;
    public readonly int Index = index;
}
