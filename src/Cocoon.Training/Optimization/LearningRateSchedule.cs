namespace Cocoon.Training;

/// <summary>How the learning rate moves.</summary>
public enum ScheduleShape
{
    /// <summary>Up to the peak in the warm-up, then straight down to 0 at the last step (fairseq's polynomial decay of power 1).</summary>
    WarmupThenLinear,

    /// <summary>Straight down over all steps, multiplied by step / warm-up while that is below 1 (ELECTRA).</summary>
    LinearWithWarmup,

    /// <summary>Up to the peak in the warm-up, then constant.</summary>
    Constant,
}

/// <summary>The learning rate as a function of the step.</summary>
/// <remarks>Deviation: a warm-up of w steps runs from peak / w to the peak; in fairseq's and ELECTRA's code it starts at 0, which wastes the first step.</remarks>
public static class LearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="shape">How it moves.</param>
    /// <param name="peak">Its peak.</param>
    /// <param name="warmupSteps">Steps until the peak.</param>
    /// <param name="steps">Steps of the whole run.</param>
    /// <param name="step">The step, from 0; the first step of a warm-up of w has rate peak / w.</param>
    public static double At(ScheduleShape shape, double peak, long warmupSteps, long steps, long step)
    {
        double done = step + 1, warm = warmupSteps > 0 ? Math.Min(1, done / warmupSteps) : 1;
        return peak * shape switch
        {
            ScheduleShape.Constant => warm,
            ScheduleShape.LinearWithWarmup => warm * Math.Max(0, 1 - step / (double)steps),
            _ when done <= warmupSteps => warm,
            _ => Math.Max(0, (steps - step) / (double)Math.Max(1, steps - warmupSteps)),
        };
    }
}
