namespace Cocoon.Evaluation;

/// <summary>Where a model should stop to answer.</summary>
/// <param name="Score">The mean score that is reached then, in [0, 1].</param>
/// <param name="Threshold">Questions whose no-answer score is above it are left unanswered; in the unit of these scores.</param>
public readonly record struct NoAnswerThreshold(double Score, double Threshold);
