namespace Cocoon.Training;

/// <summary>The guard against non-finite losses ended a run; the weights are those of the last good step.</summary>
/// <param name="step">The step that was one too many.</param>
/// <param name="message">What happened and what to do.</param>
public sealed class TrainingHaltedException(long step, string message) : Exception(message)
{
    /// <summary>The step that was one too many.</summary>
    public long Step => step;
}
