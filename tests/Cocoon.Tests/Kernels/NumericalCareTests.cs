using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Kernels;

/// <summary>Rows at the limits of numbers: what docs/numerics.md promises, kernel by kernel.</summary>
public sealed class NumericalCareTests
{
    private const int Columns = 35; // with a tail

    private static readonly AdamWStep s_step = new(0.01f, 0.9f, 0.98f, 1e-6f, 0.01f, 10f, 50f, 1f);

    private static readonly Dictionary<string, float[]> s_numbers = new(StringComparer.Ordinal)
    {
        ["none"] = [],
        ["one"] = [3],
        ["equal"] = Row(_ => 7),
        ["±1e4"] = Row(i => i % 3 == 0 ? 1e4f : -1e4f),
        ["denormal"] = Row(i => (i + 1) * float.Epsilon),
    };

    private static readonly Dictionary<string, float[]> s_scores = new(s_numbers, StringComparer.Ordinal)
    {
        ["all but one −∞"] = Row(i => i == 0 ? 2 : float.NegativeInfinity),
        ["all −∞"] = Row(_ => float.NegativeInfinity),
    };

    public static TheoryData<string> Numbers => [.. s_numbers.Keys];

    public static TheoryData<string> Scores => [.. s_scores.Keys];

    public static TheoryData<string> Tables => ["reference", "cpu"];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Results_are_finite_and_those_of_the_specification(string row)
    {
        foreach (var (kernel, compute) in s_kernels)
        {
            float[][] results = Agree(kernel, row, k => compute(k, s_numbers[row]));
            Assert.All(results, part => Assert.All(part, value => Assert.True(float.IsFinite(value), $"{kernel} of {row}: {value}")));
        }
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void Distributions_are_those_of_the_specification(string row)
    {
        float[] scores = s_scores[row];
        int rows = scores.Length == 0 ? 0 : 1, last = scores.Length - 1;
        foreach (int target in new[] { 0, last, -1 })
            Agree("SoftmaxCrossEntropy", row, k =>
            {
                float[] losses = new float[rows], sums = new float[rows], gradient = new float[scores.Length];
                int[] targets = [.. Enumerable.Repeat(target, rows)];
                k.SoftmaxCrossEntropy(scores, targets, losses, sums);
                k.SoftmaxCrossEntropyGradient(scores, targets, sums, losses.Select(_ => 0.5f).ToArray(), false, gradient);
                if (target < 0) Assert.True(Array.TrueForAll(losses, v => v == 0) && Array.TrueForAll(gradient, v => v == 0), $"{row}: a row without a target has no loss");
                return [losses, sums, gradient];
            });
        Agree("SampleRows, ArgMaxRows", row, k =>
        {
            int[] samples = new int[rows], best = new int[rows];
            k.SampleRows(scores, Math.Max(1, scores.Length), new RandomStream(1, 2, 3), samples);
            k.ArgMaxRows(scores, Math.Max(1, scores.Length), best);
            return [[.. samples.Concat(best).Select(i => (float)i)]];
        });
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Rows_of_scores_have_the_values_that_their_limits_have(string table)
    {
        using var kernels = Table(table);
        float minus = float.NegativeInfinity;
        float[] losses = new float[1], sums = new float[1], gradient = new float[3];
        int[] sample = new int[1];

        kernels.SoftmaxCrossEntropy([1e4f, -1e4f, 1e4f], [0], losses, sums);
        Assert.Equal(Math.Log(2), losses[0], 1e-3); // 1e4 leaves 2^-10 for the logarithm
        kernels.SoftmaxCrossEntropy([7, 7, 7], [1], losses, sums);
        Assert.Equal(Math.Log(3), losses[0], 1e-6);
        kernels.SoftmaxCrossEntropyGradient([7, 7, 7], [1], sums, [1], false, gradient);
        Assert.Equal([1 / 3f, -2 / 3f, 1 / 3f], gradient, (a, b) => Math.Abs(a - b) < 1e-6);
        kernels.SoftmaxCrossEntropy([5], [0], losses, sums);
        Assert.Equal(0, losses[0], 1e-6);
        kernels.SoftmaxCrossEntropy([minus, 2, minus], [0], losses, sums);
        Assert.Equal(float.PositiveInfinity, losses[0]);
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
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Rows_of_numbers_have_the_values_that_their_limits_have(string table)
    {
        using var kernels = Table(table);
        float[] y = new float[3], mean = new float[1], norm = new float[1];

        kernels.NormalizeRows([0, 0, 0], 3, y, norm);
        Assert.Equal([0f, 0, 0], y);
        kernels.LayerNorm([4, 4, 4], [1, 1, 1], [0.5f, 0.5f, 0.5f], 1e-5f, y, mean, norm);
        Assert.Equal([0.5f, 0.5f, 0.5f], y);
        kernels.LayerNorm([4, float.NegativeInfinity, 4], [1, 1, 1], [0, 0, 0], 1e-5f, y, mean, norm);
        Assert.All(y, value => Assert.True(float.IsNaN(value)));
        kernels.Gelu([-1e4f, 1e4f, float.Epsilon], y);
        Assert.Equal((0, 1e4f), (y[0], y[1]));
        Assert.InRange(y[2], 0, float.Epsilon);
        kernels.Scale([float.Epsilon, -float.Epsilon, 0], 1, false, y);
        Assert.Equal([float.Epsilon, -float.Epsilon, 0], y); // not flushed

        Assert.False(double.IsFinite(kernels.SumOfSquares([1, float.NaN])));
        Assert.False(double.IsFinite(kernels.SumOfSquares([1, float.PositiveInfinity])));
        Assert.Equal(2e60, kernels.SumOfSquares([1e30f, 1e30f]), 1e54); // in double: no overflow
    }

    /// <summary>Every kernel but those of distributions and attention; a row of n numbers.</summary>
    private static readonly Dictionary<string, Func<IKernels, float[], float[][]>> s_kernels = new(StringComparer.Ordinal)
    {
        ["MatMul"] = (k, x) => [Made(1, y => k.MatMul(x, false, Ones(x), false, [0.5f], 1, 1, x.Length, false, y)), Made(x.Length * x.Length, y => k.MatMul(x, false, Ones(x), true, [], x.Length, x.Length, 1, false, y))],
        ["Fill"] = (k, x) => [Made(x.Length, y => k.Fill(float.Epsilon, y)), Made(x.Length * x.Length, y => k.FillDiagonal(1e4f, Math.Max(1, x.Length), y))],
        ["Scale"] = (k, x) => [Made(x.Length, y => k.Scale(x, 0.5f, true, y))],
        ["Add"] = (k, x) => [Made(x.Length, y => k.Add(x, x, y))],
        ["Sums"] = (k, x) => [Made(Math.Max(1, x.Length), y => k.AddColumnSums(x, Math.Max(1, x.Length), y)), [(float)k.Sum(x), (float)k.SumOfSquares(x)]],
        ["Gelu"] = (k, x) => [Made(x.Length, y => k.Gelu(x, y)), Made(x.Length, y => k.GeluGradient(x, Ones(x), false, y))],
        ["Tanh"] = (k, x) => [Made(x.Length, y => k.Tanh(x, y)), Made(x.Length, y => k.TanhGradient(Made(x.Length, t => k.Tanh(x, t)), Ones(x), false, y))],
        ["Dropout"] = (k, x) => [Made(x.Length, y => k.Dropout(x, new(0.5f, new(1, 2, 3)), false, y)), Made(x.Length, y => k.DropoutAdd(x, x, new(0.5f, new(1, 2, 3)), y))],
        ["LayerNorm"] = Norm,
        ["DropoutAddLayerNorm"] = DropNorm,
        ["NormalizeRows"] = Unit,
        ["GatherRows"] = (k, x) => [Made(x.Length, y => k.GatherRows(x, One(x), Math.Max(1, x.Length), false, y)), Made(x.Length, y => k.AddScatterRows(x, One(x), Math.Max(1, x.Length), y))],
        ["SigmoidCrossEntropy"] = (k, x) =>
        {
            float[] losses = new float[x.Length], p = new float[x.Length];
            k.SigmoidCrossEntropy(x, Ones(x), losses, p);
            return [losses, p, Made(x.Length, y => k.SigmoidCrossEntropyGradient(p, Ones(x), 0.5f, false, y))];
        },
        ["GatedLoss"] = (k, x) => Three(x, (a, b, c) => k.GatedLoss(Sizes(x), x, a, b, c)),
        ["CopyMixtureLoss, copied"] = (k, x) => Three(x, (a, b, c) => k.CopyMixtureLoss(Sizes(x), x, new int[x.Length], new int[x.Length], a, b, c)),
        ["CopyMixtureLoss, generated"] = (k, x) => Three(x, (a, b, c) => k.CopyMixtureLoss(Sizes(x), x, new int[x.Length], [.. x.Select(_ => 1)], a, b, c)),
        ["PolicyLoss"] = (k, x) => Three(x, (a, b, c) => k.PolicyLoss(Sizes(x), Sizes(x), x, a, b, c)),
        ["AdamW"] = (k, x) => Three(x, (p, first, second) => k.AdamW(x, s_step, p, first, second)),
    };

    private static float[][] Norm(IKernels k, float[] x)
    {
        int rows = One(x).Length;
        float[] gain = Gain(x), y = new float[x.Length], means = new float[rows], deviations = new float[rows], dGain = new float[gain.Length], dBias = new float[gain.Length];
        k.LayerNorm(x, gain, gain, 1e-5f, y, means, deviations);
        float[] dx = Made(x.Length, d => k.LayerNormGradient(x, gain, means, deviations, Slopes(x), false, d, dGain, dBias));
        return [y, means, deviations, dx, dGain, dBias];
    }

    private static float[][] DropNorm(IKernels k, float[] x)
    {
        int rows = One(x).Length;
        var mask = new DropoutMask(0.5f, new(1, 2, 3));
        float[] gain = Gain(x), sum = new float[x.Length], y = new float[x.Length], means = new float[rows], deviations = new float[rows];
        float[] dResidual = new float[x.Length], dx = new float[x.Length], dGain = new float[gain.Length], dBias = new float[gain.Length];
        k.DropoutAddLayerNorm(x, x, mask, gain, gain, 1e-5f, sum, y, means, deviations);
        k.DropoutAddLayerNormGradient(sum, gain, means, deviations, mask, Slopes(x), false, dResidual, false, dx, dGain, dBias);
        return [sum, y, means, deviations, dResidual, dx, dGain, dBias];
    }

    private static float[][] Unit(IKernels k, float[] x)
    {
        float[] y = new float[x.Length], norms = new float[One(x).Length];
        k.NormalizeRows(x, Math.Max(1, x.Length), y, norms);
        return [y, norms, Made(x.Length, dx => k.NormalizeRowsGradient(y, norms, Slopes(x), Math.Max(1, x.Length), false, dx))];
    }

    /// <summary>Computes on both tables and asserts that they agree, infinities and what is not a number included.</summary>
    private static float[][] Agree(string kernel, string row, Func<IKernels, float[][]> compute)
    {
        using IKernels reference = Table("reference"), fast = Table("cpu");
        float[][] expected = compute(reference), actual = compute(fast);
        for (int part = 0; part < expected.Length; part++)
        {
            double scale = 1 + expected[part].Where(float.IsFinite).Select(v => Math.Abs((double)v)).DefaultIfEmpty().Max();
            for (int i = 0; i < expected[part].Length; i++)
            {
                float right = expected[part][i], value = actual[part][i];
                bool same = float.IsFinite(right) ? Math.Abs((double)right - value) <= Tolerances.FormulaFp32 * scale : right.Equals(value);
                Assert.True(same, $"{kernel} of {row}, result {part}, element {i}: {value}, specified {right}");
            }
        }
        return actual;
    }

    private static IKernels Table(string table) => table == "cpu" ? CpuKernels.Create(new WorkerTeam(1), Precision.Fp32) : new ReferenceKernels();

    private static float[] Row(Func<int, float> value) => [.. Enumerable.Range(0, Columns).Select(value)];

    private static float[] Ones(float[] x) => [.. x.Select(_ => 1f)];

    private static float[] Gain(float[] x) => x.Length == 0 ? [1f] : Ones(x);

    private static float[] Slopes(float[] x) => [.. x.Select((_, i) => (i % 5 - 2) / 4f)];

    private static float[] Sizes(float[] x) => [.. x.Select(MathF.Abs)];

    private static int[] One(float[] x) => x.Length == 0 ? [] : [0];

    private static float[] Made(int length, Action<float[]> compute)
    {
        float[] y = new float[length];
        compute(y);
        return y;
    }

    private static float[][] Three(float[] x, Action<float[], float[], float[]> compute)
    {
        float[] a = new float[x.Length], b = new float[x.Length], c = new float[x.Length];
        compute(a, b, c);
        return [a, b, c];
    }
}
