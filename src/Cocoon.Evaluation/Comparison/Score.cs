namespace Cocoon.Evaluation;

/// <summary>What one fine-tuning came to.</summary>
/// <param name="Competitor">Whose model was fine-tuned.</param>
/// <param name="Fraction">After which part of the budget, in [0, 1]; 0: with its initial weights.</param>
/// <param name="Task">On which task.</param>
/// <param name="Seed">Seed of the fine-tuning.</param>
/// <param name="Value">The task's main measure; more is better.</param>
public sealed record Score(string Competitor, double Fraction, string Task, ulong Seed, double Value);
