namespace Cocoon.Tensors;

/// <summary>Directions of rows.</summary>
public static class NormalizeRowsOp
{
    extension(Tape tape)
    {
        /// <summary>Every row scaled to one length: products of such rows are cosines, times both lengths.</summary>
        /// <param name="x">Any rows, [N, D]; a row of zeros stays.</param>
        /// <param name="length">The new length of a row, above 0.</param>
        /// <returns>The rows, [N, D].</returns>
        public Tensor NormalizeRows(Tensor x, float length = 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
            var (units, norms, y) = (tape.New(x.Rows, x.Columns), tape.New(x.Rows, 1), tape.New(x.Rows, x.Columns));
            tape.Kernels.NormalizeRows(x.Values, x.Columns, units.Values, norms.Values);
            tape.Kernels.Scale(units.Values, length, accumulate: false, y.Values);

            tape.Record(y, () =>   // d unit / dx = (1 − unit unitᵀ) / ‖x‖
            {
                var dUnits = tape.New(x.Rows, x.Columns);
                tape.Kernels.Scale(y.Grad, length, accumulate: false, dUnits.Values);
                var dx = x.GradTarget(out bool add);
                tape.Kernels.NormalizeRowsGradient(units.Values, norms.Values, dUnits.Values, x.Columns, add, dx);
            });
            return y;
        }
    }
}
