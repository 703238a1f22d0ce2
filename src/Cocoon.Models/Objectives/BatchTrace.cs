using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>What an objective did to a batch, and what its networks made of it.</summary>
/// <param name="Text">The clean text that was used: the batch, or what was made of it.</param>
/// <param name="Hidden">What the first network saw; null if nothing was hidden.</param>
/// <param name="Positions">Rows of the tokens that were hidden or guessed, ascending; length M.</param>
public sealed record BatchTrace(TokenBatch Text, TokenBatch? Hidden, ReadOnlyMemory<int> Positions)
{
    /// <summary>What the main network saw, if another network had replaced tokens; else null.</summary>
    public TokenBatch? Replaced { get; init; }

    /// <summary>Log-odds of each token being the original one, [N, 1]; null if nobody decides.</summary>
    public Tensor? Decisions { get; init; }

    /// <summary>The main network's scores of words, [M, V], or [N, V] if it guesses everywhere; null if it does not.</summary>
    public Tensor? Guesses { get; init; }

    /// <summary>What each sequence of the text is contrasted with; as many sequences; null if nothing is.</summary>
    public TokenBatch? OtherView { get; init; }

    /// <summary>Ids that may be guessed and stand for spans: for the first of a text, the second, and so on; empty if there are none.</summary>
    public ReadOnlyMemory<int> Sentinels { get; init; }
}
