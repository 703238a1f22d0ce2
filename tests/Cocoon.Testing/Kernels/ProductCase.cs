using Cocoon.Kernels;
using Xunit;

namespace Cocoon.Testing.Kernels;

/// <summary>One matrix product, computed by kernels and by a naive loop in double precision.</summary>
/// <param name="M">Rows of C.</param>
/// <param name="N">Columns of C.</param>
/// <param name="K">Length of the sums.</param>
/// <param name="TransposeA">A is stored [k, m].</param>
/// <param name="TransposeB">B is stored [n, k].</param>
/// <param name="Start">What the sums start from.</param>
public sealed record ProductCase(int M, int N, int K, bool TransposeA, bool TransposeB, ProductStart Start)
{
    private readonly GuardedFloats _a = GuardedFloats.Random(M * K, 1);
    private readonly GuardedFloats _b = GuardedFloats.Random(K * N, 2);
    private readonly GuardedFloats _bias = GuardedFloats.Random(Start == ProductStart.Bias ? N : 0, 3);

    /// <summary>The product as kernels compute it, after a check that nothing else was written.</summary>
    public float[] Compute(IKernels kernels)
    {
        var c = Start == ProductStart.Output ? GuardedFloats.Random(M * N, 4) : GuardedFloats.Unset(M * N);
        kernels.MatMul(_a.Span, TransposeA, _b.Span, TransposeB, _bias.Span, M, N, K, Start == ProductStart.Output, c.Span);
        c.AssertMarginsUntouched();
        return c.Span.ToArray();
    }

    /// <summary>Asserts that every element is as near to the exact one as a chain of k roundings must be.</summary>
    /// <param name="actual">The product to check.</param>
    /// <param name="rounded">Operands are rounded to bfloat16 first.</param>
    public void AssertNear(float[] actual, bool rounded)
    {
        var (sums, magnitudes) = Expected(rounded);
        for (int i = 0; i < actual.Length; i++)
            Assert.True(Math.Abs(actual[i] - sums[i]) <= Tolerances.ChainOfRoundings(K, magnitudes[i]), $"{this}: element {i} is {actual[i]}, not {sums[i]}");
    }

    // The sums, and the sums of absolute values.
    private (double[] Sums, double[] Magnitudes) Expected(bool rounded)
    {
        double[] a = Operand(_a, rounded), b = Operand(_b, rounded), sums = new double[M * N], magnitudes = new double[M * N];
        var start = GuardedFloats.Random(M * N, 4);
        for (int i = 0; i < M * N; i++)
        {
            int row = i / N, column = i % N;
            double sum = Start switch { ProductStart.Bias => _bias.Span[column], ProductStart.Output => start.Span[i], _ => 0 }, magnitude = Math.Abs(sum);
            for (int k = 0; k < K; k++)
            {
                double product = a[TransposeA ? k * M + row : row * K + k] * b[TransposeB ? column * K + k : k * N + column];
                sum += product;
                magnitude += Math.Abs(product);
            }
            (sums[i], magnitudes[i]) = (sum, magnitude);
        }
        return (sums, magnitudes);
    }

    private static double[] Operand(GuardedFloats values, bool rounded) =>
        Array.ConvertAll(values.Span.ToArray(), value => (double)(rounded ? Bfloat16.Round(value) : value));
}
