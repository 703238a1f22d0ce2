namespace Cocoon.Kernels;

/// <summary>The activation of poolers: one row a sequence, so plain loops in double serve every table of kernels.</summary>
internal static class HyperbolicTangent
{
    public static void Of(ReadOnlySpan<float> x, Span<float> y)
    {
        KernelArguments.SameLength(x.Length, y.Length, nameof(IKernels.Tanh));
        for (int i = 0; i < x.Length; i++) y[i] = (float)(2 * PortableMath.Sigmoid(2.0 * x[i]) - 1);
    }

    public static void Gradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, bool accumulate, Span<float> dx)
    {
        KernelArguments.SameLength(y.Length, dy.Length, dx.Length, nameof(IKernels.TanhGradient));
        for (int i = 0; i < y.Length; i++) dx[i] = (float)((accumulate ? dx[i] : 0) + dy[i] * (1 - (double)y[i] * y[i]));
    }
}
