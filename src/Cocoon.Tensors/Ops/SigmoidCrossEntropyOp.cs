namespace Cocoon.Tensors;

/// <summary>Binary cross-entropy.</summary>
public static class SigmoidCrossEntropyOp
{
    extension(Tape tape)
    {
        /// <summary>Mean negative log-likelihood of yes/no labels under sigmoid(logit).</summary>
        /// <param name="logits">Log-odds of "yes", one a question, [N, any].</param>
        /// <param name="labels">1 for "yes", 0 for "no" (or a probability between), one a logit; unchanged until the backward pass.</param>
        /// <returns>The loss, [1, 1], in nats per question; 0 if there is none.</returns>
        /// <exception cref="ShapeException">There is not exactly one label for each logit.</exception>
        public Tensor SigmoidCrossEntropy(Tensor logits, ReadOnlyMemory<float> labels)
        {
            ShapeException.Require(labels.Length == logits.Length, $"logits {logits}, labels [{labels.Length}]");
            int questions = Math.Max(1, logits.Length);
            var (loss, losses, probabilities) = (tape.New(1, 1), tape.New(logits.Rows, logits.Columns), tape.New(logits.Rows, logits.Columns));
            tape.Kernels.SigmoidCrossEntropy(logits.Values, labels.Span, losses.Values, probabilities.Values);
            loss.Values[0] = (float)(tape.Kernels.Sum(losses.Values) / questions);

            tape.Record(loss, () =>   // d loss / d logits = (sigmoid(logits) − labels) / questions
            {
                var dLogits = logits.GradTarget(out bool add);
                tape.Kernels.SigmoidCrossEntropyGradient(probabilities.Values, labels.Span, loss.Grad[0] / questions, add, dLogits);
            });
            return loss;
        }
    }
}
