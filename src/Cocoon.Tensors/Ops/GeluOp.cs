namespace Cocoon.Tensors;

/// <summary>The activation of BERT and its kin.</summary>
public static class GeluOp
{
    extension(Tape tape)
    {
        /// <summary>x · Φ(x), element by element, with the exact normal distribution function.</summary>
        /// <param name="x">Any shape.</param>
        /// <remarks>Hendrycks and Gimpel 2016, arXiv:1606.08415; not their tanh approximation.</remarks>
        public Tensor Gelu(Tensor x)
        {
            var y = tape.New(x.Rows, x.Columns);
            tape.Kernels.Gelu(x.Values, y.Values);

            tape.Record(y, () =>
            {
                var dx = x.GradTarget(out bool add);
                tape.Kernels.GeluGradient(x.Values, y.Grad, add, dx);
            });
            return y;
        }
    }
}
