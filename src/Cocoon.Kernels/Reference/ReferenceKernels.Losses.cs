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

    public void SquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> losses, Span<float> slopes)
    {
        KernelArguments.SameLength(predictions.Length, targets.Length, losses.Length, slopes.Length);
        for (int i = 0; i < predictions.Length; i++)
        {
            double error = (double)predictions[i] - targets[i];
            losses[i] = (float)(error * error);
            slopes[i] = (float)(2 * error);
        }
    }

    public void GatedLoss(ReadOnlySpan<float> crossEntropies, ReadOnlySpan<float> gates, Span<float> losses, Span<float> weights, Span<float> slopes)
    {
        KernelArguments.GatedLoss(crossEntropies.Length, gates.Length, losses.Length, weights.Length, slopes.Length);
        for (int i = 0; i < gates.Length; i++)
        {
            double p = ReferenceMath.Sigmoid(gates[i]);
            losses[i] = (float)((1 - p) * crossEntropies[i]);
            weights[i] = (float)(1 - p);
            slopes[i] = (float)(-p * (1 - p) * crossEntropies[i]);
        }
    }

    public void CopyMixtureLoss(ReadOnlySpan<float> crossEntropies, ReadOnlySpan<float> gates, ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets,
        Span<float> losses, Span<float> weights, Span<float> slopes)
    {
        KernelArguments.CopyMixtureLoss(crossEntropies.Length, gates.Length, inputs.Length, targets.Length, losses.Length, weights.Length, slopes.Length);
        for (int i = 0; i < gates.Length; i++)
        {
            // In logarithms: −∞ for what cannot be, so that nothing overflows.
            double copied = inputs[i] == targets[i] ? -ReferenceMath.Softplus(-gates[i]) : double.NegativeInfinity;   // ln p
            double generated = -ReferenceMath.Softplus(gates[i]) - crossEntropies[i];                                // ln (1 − p) exp(−ce)
            double both = Math.Max(copied, generated) + ReferenceMath.Softplus(-Math.Abs(copied - generated));
            double share = Math.Exp(generated - both);
            bool counts = targets[i] >= 0;
            losses[i] = counts ? (float)-both : 0;
            weights[i] = counts ? (float)share : 0;
            slopes[i] = counts ? (float)(share - ReferenceMath.Sigmoid(-gates[i])) : 0;
        }
    }

    public void PolicyLoss(ReadOnlySpan<float> crossEntropies, ReadOnlySpan<float> rewards, ReadOnlySpan<float> baselines, Span<float> losses, Span<float> advantages, Span<float> likelihoods)
    {
        KernelArguments.PolicyLoss(crossEntropies.Length, rewards.Length, baselines.Length, losses.Length, advantages.Length, likelihoods.Length);
        for (int i = 0; i < rewards.Length; i++)
        {
            double advantage = rewards[i] - ReferenceMath.Softplus(-baselines[i]);
            losses[i] = (float)(advantage * crossEntropies[i]);
            advantages[i] = (float)advantage;
            likelihoods[i] = (float)Math.Exp(-rewards[i]);
        }
    }
}
