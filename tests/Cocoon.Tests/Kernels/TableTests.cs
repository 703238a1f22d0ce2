using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Testing.Kernels;
using Xunit;

namespace Cocoon.Tests.Kernels;

public sealed class TableTests
{
    [Fact]
    public void Every_kernel_agrees_with_its_specification() => KernelChecks.All["table"]();

    [Fact]
    public void Results_have_the_same_bits_on_any_number_of_threads()
    {
        string[] prints = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using WorkerTeam team = new(threads);
            using IKernels kernels = CpuKernels.Create(team, Precision.Fp32);
            return TableConformance.FingerprintOf(kernels);
        })];

        Assert.Equal(prints[0], prints[1]);
        Assert.Equal(prints[0], prints[2]);
        using ReferenceKernels reference = new();
        Assert.NotEqual(prints[0], TableConformance.FingerprintOf(reference)); // the fingerprint sees differences in the last bit
    }

    public static TheoryData<string> Tables() => new() { "reference", "cpu" };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Rows_at_the_limits_of_numbers_are_taken_care_of(string table)
    {
        using WorkerTeam team = new(2);
        using IKernels kernels = table == "cpu" ? CpuKernels.Create(team, Precision.Fp32) : new ReferenceKernels();
        float minus = float.NegativeInfinity, tiny = float.Epsilon;
        float[] losses = new float[1], sums = new float[1], gradient = new float[3], unit = new float[3], norm = new float[1];
        int[] sample = new int[1];

        kernels.SoftmaxCrossEntropy([1e4f, -1e4f, 1e4f], [0], losses, sums);
        Assert.Equal(Math.Log(2), losses[0], 1e-3); // 1e4 leaves 2^-10 for the logarithm
        kernels.SoftmaxCrossEntropy([7, 7, 7], [1], losses, sums);
        Assert.Equal(Math.Log(3), losses[0], 1e-6);
        kernels.SoftmaxCrossEntropyGradient([7, 7, 7], [1], sums, [1], false, gradient);
        Assert.Equal([1 / 3f, -2 / 3f, 1 / 3f], gradient, (a, b) => Math.Abs(a - b) < 1e-6);
        kernels.SoftmaxCrossEntropy([5], [0], losses, sums);
        Assert.Equal(0, losses[0], 1e-6);
        kernels.SoftmaxCrossEntropy([minus, minus, minus], [-1], losses, sums);
        Assert.Equal((0, minus), (losses[0], sums[0]));
        kernels.SoftmaxCrossEntropy([float.NaN, 0, 0], [1], losses, sums);
        Assert.True(float.IsNaN(losses[0]));

        kernels.SampleRows([minus, 0, minus], 3, new RandomStream(1, 2, 3), sample);
        Assert.Equal(1, sample[0]);
        kernels.SampleRows([minus, minus, minus], 3, new RandomStream(1, 2, 3), sample);
        Assert.Equal(0, sample[0]);
        kernels.ArgMaxRows([2, 2, 1], 3, sample);
        Assert.Equal(0, sample[0]);

        kernels.NormalizeRows([0, 0, 0], 3, unit, norm);
        Assert.Equal([0f, 0, 0], unit);
        kernels.LayerNorm([4, 4, 4], [1, 1, 1], [0.5f, 0.5f, 0.5f], 1e-5f, unit, losses, norm);
        Assert.Equal([0.5f, 0.5f, 0.5f], unit);
        kernels.Gelu([-1e4f, 1e4f, tiny], unit);
        Assert.Equal((0, 1e4f), (unit[0], unit[1]));
        Assert.InRange(unit[2], 0, tiny);

        Assert.False(double.IsFinite(kernels.SumOfSquares([1, float.NaN])));
        Assert.False(double.IsFinite(kernels.SumOfSquares([1, float.PositiveInfinity])));
        Assert.Equal(2e60, kernels.SumOfSquares([1e30f, 1e30f]), 1e54); // in double: no overflow
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Lengths_that_do_not_fit_are_refused_by_name(string table)
    {
        using WorkerTeam team = new(1);
        using IKernels kernels = table == "cpu" ? CpuKernels.Create(team, Precision.Fp32) : new ReferenceKernels();

        Assert.Contains("Add: ", Assert.Throws<ArgumentException>(() => kernels.Add([1], [1, 2], new float[1])).Message, StringComparison.Ordinal);
        Assert.Contains("GatherRows: id 4", Assert.Throws<ArgumentException>(() => kernels.GatherRows(new float[8], [4], 2, false, new float[2])).Message, StringComparison.Ordinal);
        Assert.Contains("target 3", Assert.Throws<ArgumentException>(() => kernels.SoftmaxCrossEntropy(new float[3], [3], new float[1], new float[1])).Message, StringComparison.Ordinal);
        Assert.Contains("rate 1", Assert.Throws<ArgumentException>(() => kernels.Dropout(new float[1], new DropoutMask(1, default), false, new float[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dropout_drops_at_its_rate_and_keeps_the_mean()
    {
        using WorkerTeam team = new(2);
        using IKernels kernels = CpuKernels.Create(team, Precision.Fp32);
        const int length = 1 << 20;
        float[] ones = new float[length], y = new float[length];
        Array.Fill(ones, 1f);
        kernels.Dropout(ones, new DropoutMask(0.1f, new RandomStream(1, 1, 1)), false, y);
        double dropped = y.Count(v => v == 0) / (double)length;

        Assert.Equal(0.1, dropped, 4 * Math.Sqrt(0.1 * 0.9 / length)); // four standard deviations
        Assert.Equal(1, kernels.Sum(y) / length, 4 * Math.Sqrt(0.1 / 0.9 / length));
    }

    [Fact]
    public void Samples_have_the_frequencies_of_their_distribution()
    {
        using WorkerTeam team = new(2);
        using IKernels kernels = CpuKernels.Create(team, Precision.Fp32);
        const int rows = 20_000;
        float[] p = [0.5f, 0.25f, 0.125f, 0.125f], logits = new float[4 * rows];
        for (int i = 0; i < logits.Length; i++) logits[i] = 3 + MathF.Log(p[i % 4]);
        int[] samples = new int[rows];
        kernels.SampleRows(logits, 4, new RandomStream(1, 1, 1), samples);
        double chiSquare = p.Select((expected, j) => Math.Pow(samples.Count(s => s == j) - rows * expected, 2) / (rows * expected)).Sum();

        Assert.InRange(chiSquare, 0, 16.3); // three degrees of freedom, p = 0.001
    }
}
