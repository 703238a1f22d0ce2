namespace Cocoon.Tensors;

/// <summary>The seam between two blocks of a post-norm layer.</summary>
public static class DropoutAddLayerNormOp
{
    extension(Tape tape)
    {
        /// <summary>LayerNorm(residual + dropout(x)) in one pass over memory.</summary>
        /// <param name="x">What a block computed, [N, H].</param>
        /// <param name="residual">What the block was given, [N, H]; another tensor than <paramref name="x"/>.</param>
        /// <param name="rate">Probability of dropping an element of <paramref name="x"/>, in [0, 1); 0 in evaluation.</param>
        /// <param name="gain">Scale of each column, [1, H].</param>
        /// <param name="bias">Shift of each column, [1, H].</param>
        /// <param name="epsilon">Added to the variance.</param>
        /// <returns>Normalized rows, [N, H].</returns>
        /// <exception cref="ShapeException">The shapes do not fit, or both operands are one tensor.</exception>
        /// <remarks>Vaswani et al. 2017, arXiv:1706.03762, sections 3.1 and 5.4.</remarks>
        public Tensor DropoutAddLayerNorm(Tensor x, Tensor residual, float rate, Tensor gain, Tensor bias, float epsilon)
        {
            ShapeException.Require(x.Rows == residual.Rows && x.Columns == residual.Columns, $"x {x}, residual {residual}");
            ShapeException.Require(x != residual, $"x {x}, residual {residual}");
            ShapeException.Require(gain.Rows == 1 && gain.Columns == x.Columns, $"x {x}, gain {gain}");
            ShapeException.Require(bias.Rows == 1 && bias.Columns == x.Columns, $"x {x}, bias {bias}");
            var mask = tape.NextMask(rate);
            var (sum, y) = (tape.New(x.Rows, x.Columns), tape.New(x.Rows, x.Columns));
            var (means, inverseDeviations) = (tape.New(x.Rows, 1), tape.New(x.Rows, 1));
            tape.Kernels.DropoutAddLayerNorm(x.Values, residual.Values, mask, gain.Values, bias.Values, epsilon,
                sum.Values, y.Values, means.Values, inverseDeviations.Values);

            tape.Record(y, () =>
            {
                var dResidual = residual.GradTarget(out bool addResidual);
                var dx = x.GradTarget(out bool addX);
                tape.Kernels.DropoutAddLayerNormGradient(sum.Values, gain.Values, means.Values, inverseDeviations.Values, mask, y.Grad,
                    addResidual, dResidual, addX, dx, gain.Grad, bias.Grad);
            });
            return y;
        }
    }
}
