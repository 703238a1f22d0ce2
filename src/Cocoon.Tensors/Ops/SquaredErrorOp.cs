namespace Cocoon.Tensors;

/// <summary>The loss of numbers.</summary>
public static class SquaredErrorOp
{
    extension(Tape tape)
    {
        /// <summary>Mean of (prediction − target)².</summary>
        /// <param name="predictions">One a row, [N, 1].</param>
        /// <param name="targets">What is right, length N; unchanged until the backward pass.</param>
        /// <returns>The loss, [1, 1]; 0 if there is no row.</returns>
        /// <exception cref="ShapeException">There is not exactly one prediction and one target per row.</exception>
        public Tensor SquaredError(Tensor predictions, ReadOnlyMemory<float> targets)
        {
            ShapeException.Require(predictions.Columns == 1 && targets.Length == predictions.Rows, $"predictions {predictions}, targets [{targets.Length}]");
            int rows = Math.Max(1, predictions.Rows);
            var (loss, losses, slopes) = (tape.New(1, 1), tape.New(predictions.Rows, 1), tape.New(predictions.Rows, 1));
            tape.Kernels.SquaredError(predictions.Values, targets.Span, losses.Values, slopes.Values);
            loss.Values[0] = (float)(tape.Kernels.Sum(losses.Values) / rows);

            tape.Record(loss, () =>   // d loss / d prediction = 2 (prediction − target) / rows
            {
                var dPredictions = predictions.GradTarget(out bool add);
                tape.Kernels.Scale(slopes.Values, loss.Grad[0] / rows, add, dPredictions);
            });
            return loss;
        }
    }
}
