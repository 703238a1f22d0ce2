namespace Cocoon.Tensors;

/// <summary>Softmax and cross-entropy in one operation; the [M, V] probabilities are never stored.</summary>
public static class SoftmaxCrossEntropyOp
{
    /// <summary>A row with this target (or any negative one) contributes neither loss nor gradient.</summary>
    public const int Ignored = -1;

    extension(Tape tape)
    {
        /// <summary>Mean negative log-likelihood over the rows that are not ignored.</summary>
        /// <param name="logits">Unnormalised scores, [M, V].</param>
        /// <param name="targets">The right column of each row, or <see cref="Ignored"/>; length M; unchanged until the backward pass.</param>
        /// <returns>The loss, [1, 1], in nats per counted row; 0 if there is none.</returns>
        /// <exception cref="ShapeException">There is not exactly one target per row, or a target has no column.</exception>
        public Tensor SoftmaxCrossEntropy(Tensor logits, ReadOnlyMemory<int> targets)
        {
            ShapeException.Require(targets.Length == logits.Rows, $"logits {logits}, targets [{targets.Length}]");
            ShapeException.Require(targets.AreColumnsOf(logits), $"logits {logits}, targets {targets.Text}");
            int counted = Math.Max(1, targets.Counted);
            var (loss, losses, logSumExps) = (tape.New(1, 1), tape.New(logits.Rows, 1), tape.New(logits.Rows, 1));
            tape.Kernels.SoftmaxCrossEntropy(logits.Values, targets.Span, losses.Values, logSumExps.Values);
            loss.Values[0] = (float)(tape.Kernels.Sum(losses.Values) / counted);

            tape.Record(loss, () =>   // d loss / d logits = (softmax(logits) − onehot(targets)) / counted
            {
                tape.Kernels.Fill(loss.Grad[0] / counted, losses.Values);   // the losses are done with: now the scale of each row
                var dLogits = logits.GradTarget(out bool add);
                tape.Kernels.SoftmaxCrossEntropyGradient(logits.Values, targets.Span, logSumExps.Values, losses.Values, add, dLogits);
            });
            return loss;
        }
    }
}
