namespace Cocoon.Training;

/// <summary>What the processes of one training do together. Every process calls the same members in the same order.</summary>
/// <remarks>
/// Sums over ranks are combined in the tree of <see cref="GradientTree"/> with one leaf a rank: (0 + 1), (2 + 3), then their sums, and so on. Each rank
/// owns a block of consecutive micro-batches whose number is a power of two, which is a subtree of the step's tree, so a step has the same bits
/// whether its micro-batches come from one process or several.
/// </remarks>
public interface ICollective
{
    /// <summary>Number of this process, from 0.</summary>
    int Rank { get; }

    /// <summary>Number of processes.</summary>
    int Size { get; }

    /// <summary>Replaces each element by its sum over the ranks, in the fixed tree.</summary>
    void Sum(Span<float> values);

    /// <summary>Replaces each element by its sum over the ranks, in the fixed tree.</summary>
    void Sum(Span<double> values);

    /// <summary>The largest of the ranks' values.</summary>
    long Max(long value);
}
