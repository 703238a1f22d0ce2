namespace Cocoon.Kernels;

/// <summary>The executable specification of <see cref="IKernels"/>: naive loops, sums in double, one rounding at the end. One thread.</summary>
public sealed partial class ReferenceKernels : IKernels
{
    public string Description => "reference kernels: naive loops with sums in double, one thread";

    public void MatMul(ReadOnlySpan<float> a, bool transposeA, ReadOnlySpan<float> b, bool transposeB, ReadOnlySpan<float> bias, int m, int n, int k, bool accumulate, Span<float> c)
    {
        KernelArguments.MatMul(a.Length, b.Length, bias.Length, c.Length, m, n, k, accumulate);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
            {
                double sum = bias.IsEmpty ? 0 : bias[j];
                for (int p = 0; p < k; p++)
                    sum += (double)a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j];
                Write(ref c[i * n + j], sum, accumulate);
            }
    }

    public void Fill(float value, Span<float> destination) => destination.Fill(value);

    public void FillDiagonal(float value, int columns, Span<float> x)
    {
        KernelArguments.FillDiagonal(columns, x.Length);
        for (int i = 0; i < x.Length / columns; i++) x[i * columns + i] = value;
    }

    public void Scale(ReadOnlySpan<float> x, float scale, bool accumulate, Span<float> y)
    {
        KernelArguments.SameLength(x.Length, y.Length);
        for (int i = 0; i < y.Length; i++) Write(ref y[i], (double)scale * x[i], accumulate);
    }

    public void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        KernelArguments.SameLength(a.Length, b.Length, y.Length);
        for (int i = 0; i < y.Length; i++) y[i] = a[i] + b[i];
    }

    public void Weight(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y)
    {
        KernelArguments.SameLength(x.Length, weights.Length, y.Length);
        for (int i = 0; i < y.Length; i++) y[i] = x[i] * weights[i];
    }

    public void AddColumnSums(ReadOnlySpan<float> x, int columns, Span<float> destination)
    {
        KernelArguments.AddColumnSums(x.Length, columns, destination.Length);
        for (int j = 0; j < columns; j++)
        {
            double sum = 0;
            for (int i = j; i < x.Length; i += columns) sum += x[i];
            Write(ref destination[j], sum, accumulate: true);
        }
    }

    public double Sum(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float value in x) sum += value;
        return sum;
    }

    public double SumOfSquares(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float value in x) sum += (double)value * value;
        return sum;
    }

    public void Gelu(ReadOnlySpan<float> x, Span<float> y)
    {
        KernelArguments.SameLength(x.Length, y.Length);
        for (int i = 0; i < y.Length; i++) y[i] = (float)(x[i] * ReferenceMath.NormalCdf(x[i]));
    }

    public void GeluGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, bool accumulate, Span<float> dx)
    {
        KernelArguments.SameLength(x.Length, dy.Length, dx.Length);
        for (int i = 0; i < dx.Length; i++)
            Write(ref dx[i], dy[i] * (ReferenceMath.NormalCdf(x[i]) + x[i] * ReferenceMath.NormalPdf(x[i])), accumulate);
    }

    public void Tanh(ReadOnlySpan<float> x, Span<float> y)
    {
        KernelArguments.SameLength(x.Length, y.Length);
        for (int i = 0; i < y.Length; i++) y[i] = (float)Math.Tanh(x[i]);
    }

    public void TanhGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, bool accumulate, Span<float> dx)
    {
        KernelArguments.SameLength(y.Length, dy.Length, dx.Length);
        for (int i = 0; i < dx.Length; i++) Write(ref dx[i], dy[i] * (1 - (double)y[i] * y[i]), accumulate);
    }

    public void Dropout(ReadOnlySpan<float> x, DropoutMask mask, bool accumulate, Span<float> y)
    {
        KernelArguments.Dropout(x.Length, mask, y.Length);
        for (int i = 0; i < y.Length; i++) Write(ref y[i], (double)x[i] * mask.Factor(i), accumulate);
    }

    public void DropoutAdd(ReadOnlySpan<float> x, ReadOnlySpan<float> residual, DropoutMask mask, Span<float> y)
    {
        KernelArguments.DropoutAdd(x.Length, residual.Length, mask, y.Length);
        for (int i = 0; i < y.Length; i++) y[i] = (float)(residual[i] + (double)x[i] * mask.Factor(i));
    }

    public void AdamW(ReadOnlySpan<float> gradient, AdamWStep step, Span<float> parameters, Span<float> firstMoment, Span<float> secondMoment)
    {
        KernelArguments.SameLength(gradient.Length, parameters.Length, firstMoment.Length, secondMoment.Length);
        for (int i = 0; i < parameters.Length; i++)
        {
            double g = (double)gradient[i] * step.GradientScale;
            double m = firstMoment[i] + (1.0 - step.Beta1) * (g - firstMoment[i]);
            double v = secondMoment[i] + (1.0 - step.Beta2) * (g * g - secondMoment[i]);
            double update = m * step.FirstCorrection / (Math.Sqrt(v * step.SecondCorrection) + step.Epsilon);
            firstMoment[i] = (float)m;
            secondMoment[i] = (float)v;
            parameters[i] = (float)(parameters[i] - step.LearningRate * ((double)step.WeightDecay * parameters[i] + update));
        }
    }

    public void Dispose()
    {
    }

    private static void Write(ref float place, double value, bool accumulate) => place = (float)(accumulate ? place + value : value);
}
