namespace Cocoon.Tensors;

/// <summary>Softmax and cross-entropy where rows count differently.</summary>
public static class WeightedCrossEntropyOp
{
    extension(Tape tape)
    {
        /// <summary>Weighted mean of the negative log-likelihood: Σ wᵢ lossᵢ / Σ wᵢ, as PyTorch's cross-entropy with weights of classes.</summary>
        /// <param name="logits">Unnormalised scores, [M, V].</param>
        /// <param name="targets">The right column of each row; length M; unchanged until the backward pass.</param>
        /// <param name="weights">How much each row counts, at least 0; length M.</param>
        /// <returns>The loss, [1, 1], in nats; 0 if no row counts.</returns>
        /// <exception cref="ShapeException">There is not exactly one target and one weight per row, or a target has no column.</exception>
        public Tensor WeightedCrossEntropy(Tensor logits, ReadOnlyMemory<int> targets, ReadOnlySpan<float> weights)
        {
            ShapeException.Require(targets.Length == logits.Rows && weights.Length == logits.Rows, $"logits {logits}, targets [{targets.Length}], weights [{weights.Length}]");
            ShapeException.Require(targets.AreColumnsOf(logits), $"logits {logits}, targets {targets.Text}");
            var (loss, losses, logSumExps, scales) = (tape.New(1, 1), tape.New(logits.Rows, 1), tape.New(logits.Rows, 1), tape.New(logits.Rows, 1));
            weights.CopyTo(scales.Values);
            double total = tape.Kernels.Sum(scales.Values);
            tape.Kernels.Scale(scales.Values, total > 0 ? (float)(1 / total) : 0, accumulate: false, scales.Values);
            tape.Kernels.SoftmaxCrossEntropy(logits.Values, targets.Span, losses.Values, logSumExps.Values);
            tape.Kernels.Weight(losses.Values, scales.Values, losses.Values);
            loss.Values[0] = (float)tape.Kernels.Sum(losses.Values);

            tape.Record(loss, () =>   // d loss / d logits[i] = wᵢ / Σ w · (softmax(logits[i]) − onehot(targets[i]))
            {
                tape.Kernels.Scale(scales.Values, loss.Grad[0], accumulate: false, scales.Values);
                var dLogits = logits.GradTarget(out bool add);
                tape.Kernels.SoftmaxCrossEntropyGradient(logits.Values, targets.Span, logSumExps.Values, scales.Values, add, dLogits);
            });
            return loss;
        }
    }
}
