namespace Cocoon.Tensors;

/// <summary>The seam after a block of a pre-norm layer.</summary>
public static class DropoutAddOp
{
    extension(Tape tape)
    {
        /// <summary>residual + dropout(x) in one pass over memory.</summary>
        /// <param name="x">What a block computed, any shape.</param>
        /// <param name="residual">What the block was given, of the same shape.</param>
        /// <param name="rate">Probability of dropping an element of <paramref name="x"/>, in [0, 1); 0 in evaluation.</param>
        /// <returns>A new tensor of that shape.</returns>
        /// <exception cref="ShapeException">The shapes differ.</exception>
        public Tensor DropoutAdd(Tensor x, Tensor residual, float rate)
        {
            ShapeException.Require(x.Rows == residual.Rows && x.Columns == residual.Columns, $"x {x}, residual {residual}");
            var mask = tape.NextMask(rate);
            var y = tape.New(x.Rows, x.Columns);
            tape.Kernels.DropoutAdd(x.Values, residual.Values, mask, y.Values);

            tape.Record(y, () =>   // one after the other: x may be the residual
            {
                var dx = x.GradTarget(out bool addX);
                tape.Kernels.Dropout(y.Grad, mask, addX, dx);
                var dResidual = residual.GradTarget(out bool addResidual);
                tape.Kernels.Scale(y.Grad, 1, addResidual, dResidual);
            });
            return y;
        }
    }
}
