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
