namespace Cocoon.Tensors;

/// <summary>Ends of the backward pass.</summary>
public static class StopGradientOp
{
    extension(Tape tape)
    {
        /// <summary>A copy that passes no gradient back.</summary>
        /// <param name="x">Any shape.</param>
        public Tensor StopGradient(Tensor x)
        {
            var y = tape.New(x.Rows, x.Columns);
            tape.Kernels.Scale(x.Values, 1, accumulate: false, y.Values);
            return y;
        }
    }
}
