namespace Cocoon.Evaluation;

/// <summary>How well cosines of sentence vectors agree with people.</summary>
/// <param name="Data">Name of the data's folder.</param>
/// <param name="Set">Name of the set; <see cref="All"/>: all sets of the folder as one.</param>
/// <param name="Pairs">Number of pairs.</param>
/// <param name="Spearman">Correlation of the ranks, in [-1, 1].</param>
/// <param name="Pearson">Correlation of the numbers, in [-1, 1].</param>
public sealed record SimilarityScore(string Data, string Set, int Pairs, double Spearman, double Pearson)
{
    /// <summary>What all sets together are called.</summary>
    public const string All = "all";
}
