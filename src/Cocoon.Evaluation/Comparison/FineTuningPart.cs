using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>The fine-tunings of one model of a competitor on one task, with every seed.</summary>
/// <param name="Competitor">Its name.</param>
/// <param name="Fraction">After which part of its budget; 0: with initial weights.</param>
/// <param name="Task">The task's name.</param>
public sealed record FineTuningPart(string Competitor, double Fraction, string Task)
{
    /// <summary>Its folder in that of the comparison; each seed has one of its own there.</summary>
    public string Folder => string.Create(CultureInfo.InvariantCulture, $"fine-tuning/{Competitor}/at-{Fraction * 100:0.####}/{Task}");
}
