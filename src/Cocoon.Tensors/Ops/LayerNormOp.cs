namespace Cocoon.Tensors;

/// <summary>Layer normalization.</summary>
public static class LayerNormOp
{
    extension(Tape tape)
    {
        /// <summary>Every row brought to mean 0 and variance 1, then scaled and shifted column by column.</summary>
        /// <param name="x">Rows to normalize, [N, H].</param>
        /// <param name="gain">Scale of each column, [1, H].</param>
        /// <param name="bias">Shift of each column, [1, H].</param>
        /// <param name="epsilon">Added to the variance.</param>
        /// <returns>Normalized rows, [N, H].</returns>
        /// <exception cref="ShapeException">Gain or bias is not [1, H].</exception>
        /// <remarks>Ba, Kiros and Hinton 2016, arXiv:1607.06450; the variance is the mean of squares (not unbiased).</remarks>
        public Tensor LayerNorm(Tensor x, Tensor gain, Tensor bias, float epsilon)
        {
            ShapeException.Require(gain.Rows == 1 && gain.Columns == x.Columns, $"x {x}, gain {gain}");
            ShapeException.Require(bias.Rows == 1 && bias.Columns == x.Columns, $"x {x}, bias {bias}");
            var y = tape.New(x.Rows, x.Columns);
            var (means, inverseDeviations) = (tape.New(x.Rows, 1), tape.New(x.Rows, 1));
            tape.Kernels.LayerNorm(x.Values, gain.Values, bias.Values, epsilon, y.Values, means.Values, inverseDeviations.Values);

            tape.Record(y, () =>
            {
                var dx = x.GradTarget(out bool add);
                tape.Kernels.LayerNormGradient(x.Values, gain.Values, means.Values, inverseDeviations.Values, y.Grad, add, dx, gain.Grad, bias.Grad);
            });
            return y;
        }
    }
}
