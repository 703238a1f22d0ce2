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
    public float[] Compute(CpuKernels kernels)
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
        Func<float, double> operand = rounded ? value => Bfloat16.Round(value) : value => value;
        var start = GuardedFloats.Random(M * N, 4);
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < N; j++)
            {
                double sum = Start switch { ProductStart.Bias => _bias.Span[j], ProductStart.Output => start.Span[i * N + j], _ => 0 };
                double magnitude = Math.Abs(sum);
                for (int k = 0; k < K; k++)
                {
                    double product = operand(_a.Span[TransposeA ? k * M + i : i * K + k]) * operand(_b.Span[TransposeB ? j * K + k : k * N + j]);
                    sum += product;
                    magnitude += Math.Abs(product);
                }
                double error = Math.Abs(actual[i * N + j] - sum);
                Assert.True(error <= Tolerances.ChainOfRoundings(K, magnitude), $"{this}: element ({i}, {j}) is {actual[i * N + j]}, not {sum}");
            }
        }
    }
}
