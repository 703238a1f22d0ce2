namespace Cocoon.Tensors;

/// <summary>Affine maps of rows.</summary>
public static class LinearOp
{
    extension(Tape tape)
    {
        /// <summary>x Wᵀ + b: every row through the same affine map.</summary>
        /// <param name="x">Rows to map, [N, I].</param>
        /// <param name="weight">One row for each output, [O, I].</param>
        /// <param name="bias">Added to every row, [1, O]; or none.</param>
        /// <returns>The mapped rows, [N, O].</returns>
        /// <exception cref="ShapeException">The shapes do not fit.</exception>
        public Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
        {
            ShapeException.Require(x.Columns == weight.Columns, $"x {x}, weight {weight}");
            ShapeException.Require(bias is null || (bias.Rows == 1 && bias.Columns == weight.Rows), $"weight {weight}, bias {bias}");
            var (n, i, o) = (x.Rows, x.Columns, weight.Rows);
            var y = tape.New(n, o);
            tape.Kernels.MatMul(x.Values, false, weight.Values, true, bias is null ? default : bias.Values, n, o, i, accumulate: false, y.Values);

            tape.Record(y, () =>   // dX = dY W; dW = dYᵀ X; db = Σ rows of dY
            {
                var dx = x.GradTarget(out bool addX);
                tape.Kernels.MatMul(y.Grad, false, weight.Values, false, default, n, i, o, addX, dx);
                var dWeight = weight.GradTarget(out bool addWeight);
                tape.Kernels.MatMul(y.Grad, true, x.Values, false, default, o, i, n, addWeight, dWeight);
                if (bias is not null) tape.Kernels.AddColumnSums(y.Grad, o, bias.Grad);
            });
            return y;
        }
    }
}
