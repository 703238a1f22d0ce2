namespace Cocoon.Tensors;

/// <summary>Selections of rows.</summary>
public static class GatherRowsOp
{
    extension(Tape tape)
    {
        /// <summary>Copies of some rows, in the order asked for; a row may be asked for more than once.</summary>
        /// <param name="x">Any rows, [N, H].</param>
        /// <param name="rows">Which ones, length M; unchanged until the backward pass.</param>
        /// <returns>The chosen rows, [M, H].</returns>
        /// <exception cref="ShapeException">There is no such row.</exception>
        public Tensor GatherRows(Tensor x, ReadOnlyMemory<int> rows)
        {
            ShapeException.Require(rows.AreRowsOf(x), $"x {x}, rows {rows.Text}");
            var y = tape.New(rows.Length, x.Columns);
            tape.Kernels.GatherRows(x.Values, rows.Span, x.Columns, accumulate: false, y.Values);

            tape.Record(y, () => tape.Kernels.AddScatterRows(y.Grad, rows.Span, x.Columns, x.Grad));
            return y;
        }
    }
}
