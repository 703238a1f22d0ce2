namespace Cocoon.Tensors;

/// <summary>Dropout.</summary>
public static class DropoutOp
{
    extension(Tape tape)
    {
        /// <summary>Drops elements at random and scales the others so that the mean stays.</summary>
        /// <param name="x">Any shape.</param>
        /// <param name="rate">Probability of dropping an element, in [0, 1).</param>
        /// <returns>A new tensor; or <paramref name="x"/> itself in evaluation and at rate 0.</returns>
        /// <remarks>Srivastava et al. 2014, with the scaling in training ("inverted"). The mask is computed again in the backward pass, never stored.</remarks>
        public Tensor Dropout(Tensor x, float rate)
        {
            var mask = tape.NextMask(rate);
            if (mask.Rate == 0) return x;
            var y = tape.New(x.Rows, x.Columns);
            tape.Kernels.Dropout(x.Values, mask, accumulate: false, y.Values);

            tape.Record(y, () =>
            {
                var dx = x.GradTarget(out bool add);
                tape.Kernels.Dropout(y.Grad, mask, add, dx);
            });
            return y;
        }
    }
}
