using Cocoon.Determinism;

namespace Cocoon.Tensors;

/// <summary>Draws from distributions over columns.</summary>
public static class SampleRowsOp
{
    extension(Tape tape)
    {
        /// <summary>Draws one column of each row with probability softmax(row); no gradient flows through it.</summary>
        /// <param name="logits">Unnormalised scores, [M, V].</param>
        /// <param name="stream">Number i of it decides row i.</param>
        /// <param name="samples">Where the columns go, length M.</param>
        /// <exception cref="ShapeException">There is not exactly one place per row.</exception>
        public void SampleRows(Tensor logits, RandomStream stream, Span<int> samples)
        {
            ShapeException.Require(samples.Length == logits.Rows, $"logits {logits}, samples [{samples.Length}]");
            tape.Kernels.SampleRows(logits.Values, logits.Columns, stream, samples);
        }

        /// <summary>Draws one column of each row with probability softmax(row / temperature); no gradient flows through it.</summary>
        /// <param name="logits">Unnormalised scores, [M, V].</param>
        /// <param name="temperature">Above 1 flattens the distribution, below 1 sharpens it; above 0.</param>
        /// <param name="stream">Number i of it decides row i.</param>
        /// <param name="samples">Where the columns go, length M.</param>
        /// <exception cref="ShapeException">There is not exactly one place per row.</exception>
        public void SampleRows(Tensor logits, float temperature, RandomStream stream, Span<int> samples)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
            using (tape.Evaluating())   // the scaled logits die here
            {
                var scaled = logits;
                if (temperature != 1)
                {
                    scaled = tape.New(logits.Rows, logits.Columns);
                    tape.Kernels.Scale(logits.Values, 1 / temperature, accumulate: false, scaled.Values);
                }
                tape.SampleRows(scaled, stream, samples);
            }
        }
    }
}
