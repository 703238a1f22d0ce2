namespace Cocoon.Text;

/// <summary>Chooses the pieces that a unigram model can lose at the least cost.</summary>
/// <remarks>Kudo 2018, arXiv:1804.10959, section 3.2, as SentencePiece approximates it: the cost of a piece is what the corpus loses in probability if all its occurrences
/// are replaced by the best other cut of the piece itself. Deviation, as there: the sum of all counts then grows by the number of all pieces for each occurrence, where the parts of this
/// cut would be right (<c>alternatives.size()</c> is that of the outer list), so frequent words, such as plurals, stay longer. Vocabularies follow it, so it is kept.</remarks>
internal static class PiecePruning
{
    /// <summary>The pieces that stay.</summary>
    /// <param name="pieces">All pieces.</param>
    /// <param name="counts">Occurrences of each in the most probable cuts of the corpus.</param>
    /// <param name="size">How many shall stay; single characters that occur stay beyond that.</param>
    public static UnigramPieces Prune(UnigramPieces pieces, double[] counts, int size)
    {
        double sum = counts.Sum(), logSum = Math.Log(sum);
        int living = pieces.Living;
        var lattice = new UnigramLattice();
        var kept = new List<int>();
        var candidates = new List<(int Piece, double Loss)>();
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0 || double.IsNegativeInfinity(pieces.Scores[i])) continue;
            lattice.Load(pieces.Texts[i], pieces);
            lattice.TryBest();
            bool isBest = lattice.Best.Count == 1;
            if (!lattice.TryBest(excludesWhole: true)) kept.Add(i);
            else if (isBest) candidates.Add((i, Loss(i)));
        }

        candidates.Sort((a, b) =>
        {
            int byLoss = b.Loss.CompareTo(a.Loss);
            return byLoss != 0 ? byLoss : a.Piece.CompareTo(b.Piece);
        });
        kept.AddRange(candidates.Take(Math.Max(0, size - kept.Count)).Select(c => c.Piece));
        return pieces.Keep(kept);

        double Loss(int piece)
        {
            double logSumAfter = Math.Log(sum + counts[piece] * (living - 1));
            double after = 0;
            foreach (int part in lattice.Best) after += Math.Log(counts[part] + counts[piece]) - logSumAfter;
            return counts[piece] * (Math.Log(counts[piece]) - logSum - after);
        }
    }
}
