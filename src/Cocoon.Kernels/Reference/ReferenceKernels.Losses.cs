namespace Cocoon.Kernels;

public sealed partial class ReferenceKernels
{
    public void SoftmaxCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, Span<float> losses, Span<float> logSumExps)
    {
        KernelArguments.SoftmaxCrossEntropy(logits.Length, targets, losses.Length, logSumExps.Length);
        for (int row = 0; row < targets.Length; row++)
        {
            int columns = logits.Length / targets.Length;
            var values = logits.Slice(row * columns, columns);
            double logSumExp = ReferenceMath.LogSumExp(values);
            logSumExps[row] = (float)logSumExp;
            losses[row] = targets[row] < 0 ? 0 : (float)(logSumExp - values[targets[row]]);
        }
    }

    public void SoftmaxCrossEntropyGradient(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, ReadOnlySpan<float> logSumExps, ReadOnlySpan<float> scales, bool accumulate, Span<float> dLogits)
    {
        KernelArguments.SoftmaxCrossEntropyGradient(logits.Length, targets, logSumExps.Length, scales.Length, dLogits.Length);
        for (int row = 0; row < targets.Length; row++)
        {
            int columns = logits.Length / targets.Length;
            for (int j = 0; j < columns; j++)
            {
                int i = row * columns + j;
                double softmax = Math.Exp(logits[i] - (double)logSumExps[row]);
                double slope = targets[row] < 0 ? 0 : scales[row] * (softmax - (j == targets[row] ? 1 : 0));
                Write(ref dLogits[i], slope, accumulate);
            }
        }
    }

    public void SigmoidCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, Span<float> losses, Span<float> probabilities)
    {
        KernelArguments.SameLength(logits.Length, labels.Length, losses.Length, probabilities.Length);
        for (int i = 0; i < logits.Length; i++)
        {
            losses[i] = (float)(ReferenceMath.Softplus(logits[i]) - (double)labels[i] * logits[i]);
            probabilities[i] = (float)ReferenceMath.Sigmoid(logits[i]);
        }
    }

    public void SigmoidCrossEntropyGradient(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> labels, float scale, bool accumulate, Span<float> dLogits)
    {
        KernelArguments.SameLength(probabilities.Length, labels.Length, dLogits.Length);
        for (int i = 0; i < dLogits.Length; i++) Write(ref dLogits[i], scale * ((double)probabilities[i] - labels[i]), accumulate);
    }
}
