namespace Cocoon.Tensors;

/// <summary>Sums of matrices.</summary>
public static class AddOp
{
    extension(Tape tape)
    {
        /// <summary>a + b, element by element.</summary>
        /// <exception cref="ShapeException">The shapes differ.</exception>
        public Tensor Add(Tensor a, Tensor b)
        {
            ShapeException.Require(a.Rows == b.Rows && a.Columns == b.Columns, $"a {a}, b {b}");
            var y = tape.New(a.Rows, a.Columns);
            tape.Kernels.Add(a.Values, b.Values, y.Values);

            tape.Record(y, () =>   // one after the other: a may be b
            {
                var da = a.GradTarget(out bool addA);
                tape.Kernels.Scale(y.Grad, 1, addA, da);
                var db = b.GradTarget(out bool addB);
                tape.Kernels.Scale(y.Grad, 1, addB, db);
            });
            return y;
        }
    }
}
