namespace Cocoon.Tensors;

/// <summary>Rows of two matrices in one.</summary>
public static class ConcatRowsOp
{
    extension(Tape tape)
    {
        /// <summary>The rows of one matrix, then those of another.</summary>
        /// <param name="a">Any rows, [N, D].</param>
        /// <param name="b">Any rows, [M, D].</param>
        /// <returns>Both, [N + M, D].</returns>
        /// <exception cref="ShapeException">The rows differ in length.</exception>
        public Tensor ConcatRows(Tensor a, Tensor b)
        {
            ShapeException.Require(a.Columns == b.Columns, $"a {a}, b {b}");
            var y = tape.New(a.Rows + b.Rows, a.Columns);
            tape.Kernels.Scale(a.Values, 1, accumulate: false, y.Values[..a.Length]);
            tape.Kernels.Scale(b.Values, 1, accumulate: false, y.Values[a.Length..]);

            tape.Record(y, () =>   // one after the other: a may be b
            {
                var da = a.GradTarget(out bool addA);
                tape.Kernels.Scale(y.Grad[..a.Length], 1, addA, da);
                var db = b.GradTarget(out bool addB);
                tape.Kernels.Scale(y.Grad[a.Length..], 1, addB, db);
            });
            return y;
        }
    }
}
