namespace Cocoon.Evaluation;

/// <summary>Mean scores of a set of questions.</summary>
/// <param name="Questions">How many.</param>
/// <param name="Exact">Fraction whose answer is exactly one of the right ones, in [0, 1]; 0 without questions.</param>
/// <param name="F1">Mean F1 of the words, in [0, 1]; 0 without questions.</param>
public readonly record struct SquadScore(long Questions, double Exact, double F1);
