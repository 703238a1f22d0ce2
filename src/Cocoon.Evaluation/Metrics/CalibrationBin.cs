namespace Cocoon.Evaluation;

/// <summary>Answers that were given with about the same confidence.</summary>
/// <param name="Answers">How many.</param>
/// <param name="Confidence">Mean probability that the model gave to its answer, in [0, 1]; 0 without answers.</param>
/// <param name="Accuracy">Fraction that is right, in [0, 1]; 0 without answers.</param>
public readonly record struct CalibrationBin(long Answers, double Confidence, double Accuracy);
