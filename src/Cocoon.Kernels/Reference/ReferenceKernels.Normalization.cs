namespace Cocoon.Kernels;

public sealed partial class ReferenceKernels
{
    private const double SmallestNorm = 1e-12;

    public void LayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, float epsilon, Span<float> y, Span<float> means, Span<float> inverseDeviations)
    {
        KernelArguments.LayerNorm(x.Length, gain.Length, bias.Length, y.Length, means.Length, inverseDeviations.Length);
        int columns = gain.Length;
        for (int row = 0; row < means.Length; row++)
        {
            var source = x.Slice(row * columns, columns);
            double mean = 0, variance = 0;
            foreach (float value in source) mean += value / (double)columns;
            foreach (float value in source) variance += (value - mean) * (value - mean) / columns;
            double inverse = 1 / Math.Sqrt(variance + epsilon);
            for (int j = 0; j < columns; j++) y[row * columns + j] = (float)((source[j] - mean) * inverse * gain[j] + bias[j]);
            (means[row], inverseDeviations[row]) = ((float)mean, (float)inverse);
        }
    }

    public void LayerNormGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> means, ReadOnlySpan<float> inverseDeviations, ReadOnlySpan<float> dy,
        bool accumulate, Span<float> dx, Span<float> dGain, Span<float> dBias)
    {
        KernelArguments.LayerNormGradient(x.Length, gain.Length, means.Length, inverseDeviations.Length, dy.Length, dx.Length, dGain.Length, dBias.Length);
        double[] total = new double[dx.Length];
        NormGradient(x, gain, means, inverseDeviations, dy, total, dGain, dBias);
        for (int i = 0; i < dx.Length; i++) Write(ref dx[i], total[i], accumulate);
    }

    public void DropoutAddLayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> residual, DropoutMask mask, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, float epsilon,
        Span<float> sum, Span<float> y, Span<float> means, Span<float> inverseDeviations)
    {
        KernelArguments.DropoutAddLayerNorm(x.Length, residual.Length, mask, gain.Length, bias.Length, sum.Length, y.Length, means.Length, inverseDeviations.Length);
        for (int i = 0; i < sum.Length; i++) sum[i] = (float)(residual[i] + (double)x[i] * mask.Factor(i));
        LayerNorm(sum, gain, bias, epsilon, y, means, inverseDeviations);
    }

    public void DropoutAddLayerNormGradient(ReadOnlySpan<float> sum, ReadOnlySpan<float> gain, ReadOnlySpan<float> means, ReadOnlySpan<float> inverseDeviations, DropoutMask mask, ReadOnlySpan<float> dy,
        bool accumulateResidual, Span<float> dResidual, bool accumulateX, Span<float> dx, Span<float> dGain, Span<float> dBias)
    {
        KernelArguments.DropoutAddLayerNormGradient(sum.Length, gain.Length, means.Length, inverseDeviations.Length, mask, dy.Length, dResidual.Length, dx.Length, dGain.Length, dBias.Length);
        double[] total = new double[dx.Length];
        NormGradient(sum, gain, means, inverseDeviations, dy, total, dGain, dBias);
        for (int i = 0; i < dx.Length; i++)
        {
            Write(ref dResidual[i], total[i], accumulateResidual);
            Write(ref dx[i], total[i] * mask.Factor(i), accumulateX);
        }
    }

    public void NormalizeRows(ReadOnlySpan<float> x, int columns, Span<float> y, Span<float> norms)
    {
        KernelArguments.SameLength(x.Length, y.Length);
        KernelArguments.Rows(x.Length, columns, norms.Length);
        for (int row = 0; row < norms.Length; row++)
        {
            double norm = Math.Max(Math.Sqrt(SumOfSquares(x.Slice(row * columns, columns))), SmallestNorm);
            for (int j = row * columns; j < (row + 1) * columns; j++) y[j] = (float)(x[j] / norm);
            norms[row] = (float)norm;
        }
    }

    public void NormalizeRowsGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> norms, ReadOnlySpan<float> dy, int columns, bool accumulate, Span<float> dx)
    {
        KernelArguments.SameLength(y.Length, dy.Length, dx.Length);
        KernelArguments.Rows(y.Length, columns, norms.Length);
        for (int row = 0; row < norms.Length; row++)
        {
            double along = 0;
            if (norms[row] > (float)SmallestNorm) // else the norm is a constant, and the row was only scaled
                for (int j = row * columns; j < (row + 1) * columns; j++) along += (double)dy[j] * y[j];
            for (int j = row * columns; j < (row + 1) * columns; j++) Write(ref dx[j], (dy[j] - along * y[j]) / norms[row], accumulate);
        }
    }

    // With h = (x − mean) / deviation and t = dy · gain: dx = (t − mean(t) − h · mean(t · h)) / deviation.
    private static void NormGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> means, ReadOnlySpan<float> inverseDeviations, ReadOnlySpan<float> dy,
        Span<double> dx, Span<float> dGain, Span<float> dBias)
    {
        int columns = gain.Length;
        double[] gains = new double[columns], biases = new double[columns];
        for (int row = 0; row < means.Length; row++)
        {
            double mean = means[row], inverse = inverseDeviations[row], t = 0, th = 0;
            for (int j = 0; j < columns; j++)
            {
                double d = dy[row * columns + j], h = (x[row * columns + j] - mean) * inverse;
                t += d * gain[j] / columns;
                th += d * gain[j] * h / columns;
                gains[j] += d * h;
                biases[j] += d;
            }
            for (int j = 0; j < columns; j++)
            {
                int i = row * columns + j;
                dx[i] = ((double)dy[i] * gain[j] - t - (x[i] - mean) * inverse * th) * inverse;
            }
        }
        for (int j = 0; j < columns; j++)
        {
            Write(ref dGain[j], gains[j], accumulate: true);
            Write(ref dBias[j], biases[j], accumulate: true);
        }
    }
}
