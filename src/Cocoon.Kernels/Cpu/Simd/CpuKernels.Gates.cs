namespace Cocoon.Kernels;

/// <content>Losses that weigh each row's cross-entropy: one number a row, and differences that cancel, so plain loops in double.</content>
internal sealed unsafe partial class CpuKernels<V>
{
    /// <inheritdoc/>
    public void GatedLoss(ReadOnlySpan<float> crossEntropies, ReadOnlySpan<float> gates, Span<float> losses, Span<float> weights, Span<float> slopes)
    {
        KernelArguments.GatedLoss(crossEntropies.Length, gates.Length, losses.Length, weights.Length, slopes.Length);
        for (int i = 0; i < crossEntropies.Length; i++)
        {
            double crossEntropy = crossEntropies[i], generate = PortableMath.Sigmoid(-gates[i]), copy = PortableMath.Sigmoid(gates[i]);
            losses[i] = (float)(generate * crossEntropy);
            weights[i] = (float)generate;
            slopes[i] = (float)(-generate * copy * crossEntropy);
        }
    }

    /// <inheritdoc/>
    /// <remarks>With s = exp(−ce): −log(p + (1 − p) s) = softplus(−z) − softplus(−(z + ce)), and without copying −log((1 − p) s) = softplus(z) + ce.
    /// The share of generation in the probability, w = sigmoid(−(z + ce)) or 1, is the derivative by ce; that by z is w − (1 − p).</remarks>
    public void CopyMixtureLoss(ReadOnlySpan<float> crossEntropies, ReadOnlySpan<float> gates, ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets,
        Span<float> losses, Span<float> weights, Span<float> slopes)
    {
        KernelArguments.CopyMixtureLoss(crossEntropies.Length, gates.Length, inputs.Length, targets.Length, losses.Length, weights.Length, slopes.Length);
        for (int i = 0; i < crossEntropies.Length; i++)
        {
            if (targets[i] < 0)
            {
                (losses[i], weights[i], slopes[i]) = (0, 0, 0);
                continue;
            }
            double z = gates[i], crossEntropy = crossEntropies[i];
            bool copied = inputs[i] == targets[i];
            double share = copied ? PortableMath.Sigmoid(-(z + crossEntropy)) : 1;
            losses[i] = (float)(copied ? PortableMath.Softplus(-z) - PortableMath.Softplus(-(z + crossEntropy)) : PortableMath.Softplus(z) + crossEntropy);
            weights[i] = (float)share;
            slopes[i] = (float)(copied ? share - PortableMath.Sigmoid(-z) : PortableMath.Sigmoid(z));
        }
    }

    /// <inheritdoc/>
    public void PolicyLoss(ReadOnlySpan<float> crossEntropies, ReadOnlySpan<float> rewards, ReadOnlySpan<float> baselines, Span<float> losses, Span<float> advantages, Span<float> likelihoods)
    {
        KernelArguments.PolicyLoss(crossEntropies.Length, rewards.Length, baselines.Length, losses.Length, advantages.Length, likelihoods.Length);
        for (int i = 0; i < crossEntropies.Length; i++)
        {
            double advantage = rewards[i] - PortableMath.Softplus(-baselines[i]);
            losses[i] = (float)(advantage * crossEntropies[i]);
            advantages[i] = (float)advantage;
            likelihoods[i] = (float)PortableMath.Exp(-rewards[i]);
        }
    }
}
