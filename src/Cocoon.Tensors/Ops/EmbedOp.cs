namespace Cocoon.Tensors;

/// <summary>Vectors for tokens at positions.</summary>
public static class EmbedOp
{
    extension(Tape tape)
    {
        /// <summary>The vector of each token plus, if there are any, the vector of its position.</summary>
        /// <param name="tokens">One row for each token of the vocabulary, [V, H].</param>
        /// <param name="ids">Token of each row, length N; unchanged until the backward pass.</param>
        /// <param name="positions">One row for each position, [L, H]; or none.</param>
        /// <param name="positionIds">Position of each row, length N; empty without <paramref name="positions"/>.</param>
        /// <returns>The vectors, [N, H].</returns>
        /// <exception cref="ShapeException">The shapes do not fit, or an id or position has no row.</exception>
        public Tensor Embed(Tensor tokens, ReadOnlyMemory<int> ids, Tensor? positions, ReadOnlyMemory<int> positionIds)
        {
            ShapeException.Require(ids.AreRowsOf(tokens), $"tokens {tokens}, ids {ids.Text}");
            var y = tape.New(ids.Length, tokens.Columns);
            tape.Kernels.GatherRows(tokens.Values, ids.Span, tokens.Columns, accumulate: false, y.Values);
            if (positions is not null)
            {
                ShapeException.Require(positions.Columns == tokens.Columns, $"tokens {tokens}, positions {positions}");
                ShapeException.Require(positionIds.Length == ids.Length, $"ids {ids.Text}, positionIds {positionIds.Text}");
                ShapeException.Require(positionIds.AreRowsOf(positions), $"positions {positions}, positionIds {positionIds.Text}");
                tape.Kernels.GatherRows(positions.Values, positionIds.Span, tokens.Columns, accumulate: true, y.Values);
            }

            tape.Record(y, () =>
            {
                tape.Kernels.AddScatterRows(y.Grad, ids.Span, tokens.Columns, tokens.Grad);
                if (positions is not null) tape.Kernels.AddScatterRows(y.Grad, positionIds.Span, tokens.Columns, positions.Grad);
            });
            return y;
        }
    }
}
