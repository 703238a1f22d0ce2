namespace Cocoon.Models;

/// <summary>A word that the model doubts, and what it would write instead.</summary>
/// <param name="Offset">Where the word starts in the text, in UTF-16 code units.</param>
/// <param name="Length">Its length, in UTF-16 code units.</param>
/// <param name="Word">The word as it stands in the text.</param>
/// <param name="WrongProbability">1 − p_copy of its most doubtful piece, in [0, 1].</param>
/// <param name="Proposals">Other words, the most probable first.</param>
public sealed record Correction(int Offset, int Length, string Word, double WrongProbability, IReadOnlyList<Proposal> Proposals);
