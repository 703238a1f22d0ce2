namespace Cocoon.Tensors;

/// <summary>The activation of poolers.</summary>
public static class TanhOp
{
    extension(Tape tape)
    {
        /// <summary>tanh(x), element by element.</summary>
        /// <param name="x">Any shape; one row a sequence is what its kernel is made for.</param>
        public Tensor Tanh(Tensor x)
        {
            var y = tape.New(x.Rows, x.Columns);
            tape.Kernels.Tanh(x.Values, y.Values);

            tape.Record(y, () =>   // d tanh(x) / dx = 1 − tanh²(x)
            {
                var dx = x.GradTarget(out bool add);
                tape.Kernels.TanhGradient(y.Values, y.Grad, add, dx);
            });
            return y;
        }
    }
}
