namespace Cocoon.Tensors;

/// <summary>Selections of single numbers.</summary>
public static class GatherElementsOp
{
    extension(Tape tape)
    {
        /// <summary>Numbers of a matrix in rows of another width: scores that belong to one choice, wherever they stand.</summary>
        /// <param name="x">Any numbers, [N, D].</param>
        /// <param name="elements">Which ones, counted along the rows; N · D for none, which becomes −∞. Length R · columns; unchanged until the backward pass.</param>
        /// <param name="columns">Numbers in a row of the result.</param>
        /// <returns>The chosen numbers, [R, columns].</returns>
        /// <exception cref="ShapeException">There is no such number, or they do not fill rows.</exception>
        public Tensor GatherElements(Tensor x, ReadOnlyMemory<int> elements, int columns)
        {
            ShapeException.Require(columns > 0 && elements.Length % columns == 0, $"elements {elements.Text}, columns {columns}");
            ShapeException.Require(!elements.Span.ContainsAnyExceptInRange(0, x.Length), $"x {x}, elements {elements.Text}");
            var (table, y) = (tape.New(1, x.Length + 1), tape.New(elements.Length / columns, columns));
            tape.Kernels.Scale(x.Values, 1, accumulate: false, table.Values[..x.Length]);
            tape.Kernels.Fill(float.NegativeInfinity, table.Values[x.Length..]);
            tape.Kernels.GatherRows(table.Values, elements.Span, columns: 1, accumulate: false, y.Values);

            tape.Record(y, () =>   // the table is done with: now it collects the gradient
            {
                tape.Kernels.Fill(0, table.Values);
                tape.Kernels.AddScatterRows(y.Grad, elements.Span, columns: 1, table.Values);
                var dx = x.GradTarget(out bool add);
                tape.Kernels.Scale(table.Values[..x.Length], 1, add, dx);
            });
            return y;
        }
    }
}
