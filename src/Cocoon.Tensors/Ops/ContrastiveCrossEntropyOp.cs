using System.Runtime.InteropServices;

namespace Cocoon.Tensors;

/// <summary>Contrast of the sequences of a batch.</summary>
public static class ContrastiveCrossEntropyOp
{
    extension(Tape tape)
    {
        /// <summary>Each of the 2S vectors must find its partner, row i of <paramref name="a"/> and row i of <paramref name="b"/>, among all others by cosine.</summary>
        /// <param name="a">First view of each sequence, [S, D].</param>
        /// <param name="b">Second view of each sequence, [S, D].</param>
        /// <param name="temperature">What cosines are divided by, above 0.</param>
        /// <returns>The loss, [1, 1], in nats per vector: ln(2S − 1) if all cosines are equal.</returns>
        /// <exception cref="ShapeException">The shapes differ, or there is a single sequence, which has no negatives.</exception>
        /// <remarks>
        /// NT-Xent, Chen et al. 2020, arXiv:2002.05709, equation 1, as in COCO-LM's sequence contrast (Meng et al. 2021, arXiv:2102.08473,
        /// section 3.3): both directions, 2S − 2 negatives. The published criterion takes half the sum over 2S vectors and divides by S:
        /// the mean over the 2S vectors, which this is. Negatives are those of the micro-batch.
        /// </remarks>
        public Tensor ContrastiveCrossEntropy(Tensor a, Tensor b, float temperature)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
            ShapeException.Require(a.Rows == b.Rows && a.Columns == b.Columns, $"a {a}, b {b}");
            ShapeException.Require(a.Rows > 1, $"a {a}, b {b}", condition: "at least 2 rows, because others are the negatives");
            var (s, d, both) = (a.Rows, a.Columns, 2 * a.Rows);
            var (units, norms) = (tape.New(both, d), tape.New(both, 1));
            tape.Kernels.NormalizeRows(a.Values, d, units.Values[..(s * d)], norms.Values[..s]);
            tape.Kernels.NormalizeRows(b.Values, d, units.Values[(s * d)..], norms.Values[s..]);
            var similarities = tape.New(both, both);
            tape.Kernels.MatMul(units.Values, false, units.Values, true, default, both, both, d, accumulate: false, similarities.Values);
            tape.Kernels.Scale(similarities.Values, 1 / temperature, accumulate: false, similarities.Values);
            tape.Kernels.FillDiagonal(float.NegativeInfinity, both, similarities.Values);   // no vector is its own candidate

            var (loss, losses, logSumExps, partners) = (tape.New(1, 1), tape.New(both, 1), tape.New(both, 1), Partners(tape, s));
            tape.Kernels.SoftmaxCrossEntropy(similarities.Values, Whole(partners), losses.Values, logSumExps.Values);
            loss.Values[0] = (float)(tape.Kernels.Sum(losses.Values) / both);

            tape.Record(loss, () =>
            {
                // G = d loss / d cosines; d units = (G + Gᵀ) units, since each cosine is the product of two of them
                var (dCosines, dUnits) = (tape.New(both, both), tape.New(both, d));
                tape.Kernels.Fill(loss.Grad[0] / (both * temperature), losses.Values);
                tape.Kernels.SoftmaxCrossEntropyGradient(similarities.Values, Whole(partners), logSumExps.Values, losses.Values, accumulate: false, dCosines.Values);
                tape.Kernels.MatMul(dCosines.Values, false, units.Values, false, default, both, d, both, accumulate: false, dUnits.Values);
                tape.Kernels.MatMul(dCosines.Values, true, units.Values, false, default, both, d, both, accumulate: true, dUnits.Values);
                var da = a.GradTarget(out bool addA);
                tape.Kernels.NormalizeRowsGradient(units.Values[..(s * d)], norms.Values[..s], dUnits.Values[..(s * d)], d, addA, da);
                var db = b.GradTarget(out bool addB);
                tape.Kernels.NormalizeRowsGradient(units.Values[(s * d)..], norms.Values[s..], dUnits.Values[(s * d)..], d, addB, db);
            });
            return loss;
        }
    }

    /// <summary>Row of each vector's partner, as integers in memory of the step.</summary>
    private static Tensor Partners(Tape tape, int sequences)
    {
        var partners = tape.New(2 * sequences, 1);
        var rows = Whole(partners);
        for (int i = 0; i < rows.Length; i++) rows[i] = (i + sequences) % rows.Length;
        return partners;
    }

    private static Span<int> Whole(Tensor integers) => MemoryMarshal.Cast<float, int>(integers.Values);
}
