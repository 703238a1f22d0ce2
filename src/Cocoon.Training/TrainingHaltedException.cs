namespace Cocoon.Training;

/// <summary>The guard against non-finite losses ended a run; the weights are those of the last good step.</summary>
/// <param name="step">The step that was one too many.</param>
/// <param name="message">What happened and what to do.</param>
public sealed class TrainingHaltedException(long step, string message) : Exception(message)
{
    /// <summary>The step that was one too many.</summary>
    public long Step => step;

    internal static TrainingHaltedException After(StepReport report, SkipBudget skips) => new(report.Step,
        $"Step {report.Step}: {report.SkipReason}. That is one skip more than the {skips.Most} allowed in {SkipBudget.Window} steps. Lower training.peakLearningRate, or raise training.maxSkips.");
}
