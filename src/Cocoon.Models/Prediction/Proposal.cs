namespace Cocoon.Models;

/// <summary>A word that could stand in the place of another.</summary>
/// <param name="Word">The word.</param>
/// <param name="Probability">p_LM = (1 − p_copy) · softmax of the language head, in [0, 1].</param>
public sealed record Proposal(string Word, double Probability);
