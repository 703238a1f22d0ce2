namespace Cocoon.Kernels;

/// <summary>Losses of one number a sequence; few rows, so plain loops in double serve every table of kernels.</summary>
internal static class RowLosses
{
    public static void SquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> losses, Span<float> slopes)
    {
        KernelArguments.SameLength(predictions.Length, targets.Length, losses.Length, slopes.Length, nameof(IKernels.SquaredError));
        for (int i = 0; i < predictions.Length; i++)
        {
            double error = (double)predictions[i] - targets[i];
            losses[i] = (float)(error * error);
            slopes[i] = (float)(2 * error);
        }
    }

    public static void Weight(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y)
    {
        KernelArguments.SameLength(x.Length, weights.Length, y.Length, nameof(IKernels.Weight));
        for (int i = 0; i < x.Length; i++) y[i] = x[i] * weights[i];
    }
}
