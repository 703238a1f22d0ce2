namespace Cocoon.Models;

/// <summary>A word that could stand in the place of another, or of a mask.</summary>
/// <param name="Word">The word.</param>
/// <param name="Probability">For another word p_LM = (1 − p_copy) · softmax of the language head, for a mask the softmax; in [0, 1].</param>
public sealed record Proposal(string Word, double Probability);
