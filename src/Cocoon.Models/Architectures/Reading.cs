using Cocoon.Kernels;

namespace Cocoon.Models;

/// <summary>How one sequence is read: the mask matrix of its attention.</summary>
/// <param name="Direction">In which order.</param>
/// <param name="PrefixLength">Tokens of the prefix.</param>
/// <remarks>The four masks of UniLM (Dong et al. 2019, arXiv:1905.03197, Figure 1). Row i of the matrix allows a single range of columns, so nothing else is stored.</remarks>
public readonly record struct Reading(Direction Direction, int PrefixLength = 0)
{
    /// <summary>What a token sees.</summary>
    /// <param name="place">Its place in the sequence.</param>
    /// <param name="length">Tokens of the sequence.</param>
    public KeyRange Sees(int place, int length) => Direction switch
    {
        Direction.LeftToRight => new(0, place + 1),
        Direction.RightToLeft => new(place, length),
        Direction.Prefix => new(0, Math.Max(PrefixLength, place + 1)),
        _ => new(0, length),
    };
}
