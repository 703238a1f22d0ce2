namespace Cocoon.Tensors;

/// <summary>Binary cross-entropy.</summary>
public static class SigmoidCrossEntropyOp
{
    extension(Tape tape)
    {
        /// <summary>Mean negative log-likelihood of yes/no labels under sigmoid(logit).</summary>
        /// <param name="logits">Log-odds of "yes", [N, 1].</param>
        /// <param name="labels">1 for "yes", 0 for "no" (or a probability between), length N; unchanged until the backward pass.</param>
        /// <returns>The loss, [1, 1], in nats per row; 0 if there is no row.</returns>
        /// <exception cref="ShapeException">There is not exactly one logit and one label per row.</exception>
        public Tensor SigmoidCrossEntropy(Tensor logits, ReadOnlyMemory<float> labels)
        {
            ShapeException.Require(logits.Columns == 1 && labels.Length == logits.Rows, $"logits {logits}, labels [{labels.Length}]");
            int rows = Math.Max(1, logits.Rows);
            var (loss, losses, probabilities) = (tape.New(1, 1), tape.New(logits.Rows, 1), tape.New(logits.Rows, 1));
            tape.Kernels.SigmoidCrossEntropy(logits.Values, labels.Span, losses.Values, probabilities.Values);
            loss.Values[0] = (float)(tape.Kernels.Sum(losses.Values) / rows);

            tape.Record(loss, () =>   // d loss / d logits = (sigmoid(logits) − labels) / rows
            {
                var dLogits = logits.GradTarget(out bool add);
                tape.Kernels.SigmoidCrossEntropyGradient(probabilities.Values, labels.Span, loss.Grad[0] / rows, add, dLogits);
            });
            return loss;
        }
    }
}
