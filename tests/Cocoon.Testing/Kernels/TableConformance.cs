using Cocoon.Determinism;
using Cocoon.Kernels;
using Xunit;

namespace Cocoon.Testing.Kernels;

/// <summary>Every kernel but products and attention, on shapes with and without tails, small ones and ones that threads share.</summary>
public static class TableConformance
{
    private static readonly (int Rows, int Columns)[] s_shapes = [(1, 1), (1, 7), (3, 16), (5, 33), (130, 5), (2, 1025), (300, 256), (129, 1000)];
    private static readonly DropoutMask s_mask = new(0.1f, new RandomStream(5, 6, 7));
    private static readonly AdamWStep s_step = new(0.01f, 0.9f, 0.98f, 1e-6f, 0.01f, 10f, 50f, 0.5f);

    /// <summary>What each case computes, on any table.</summary>
    public static IEnumerable<(string Name, Func<IKernels, float[][]> Compute)> Cases =>
        from shape in s_shapes from kernel in s_kernels select ($"{kernel.Key} [{shape.Rows}, {shape.Columns}]", (Func<IKernels, float[][]>)(k => kernel.Value(k, shape.Rows, shape.Columns)));

    private static readonly Dictionary<string, Func<IKernels, int, int, float[][]>> s_kernels = new()
    {
        ["Fill"] = (k, m, n) => Made(m * n, y => k.Fill(3, y)),
        ["FillDiagonal"] = (k, m, n) => Changed(Math.Min(m, n) * n, y => k.FillDiagonal(2, n, y)),
        ["Scale"] = (k, m, n) => Made(m * n, y => k.Scale(X(m * n, 1), 0.3f, false, y)),
        ["Scale, added"] = (k, m, n) => Changed(m * n, y => k.Scale(X(m * n, 1), 0.3f, true, y)),
        ["Add"] = (k, m, n) => Made(m * n, y => k.Add(X(m * n, 1), X(m * n, 2), y)),
        ["Weight"] = (k, m, n) => Made(m * n, y => k.Weight(X(m * n, 1), X(m * n, 2), y)),
        ["AddColumnSums"] = (k, m, n) => Changed(n, y => k.AddColumnSums(X(m * n, 1), n, y)),
        ["Sum"] = (k, m, n) => [[(float)k.Sum(X(m * n, 1)), (float)k.SumOfSquares(X(m * n, 1))]],
        ["Gelu"] = (k, m, n) => Made(m * n, y => k.Gelu(X(m * n, 1, 5), y)),
        ["GeluGradient"] = (k, m, n) => Made(m * n, y => k.GeluGradient(X(m * n, 1, 5), X(m * n, 2), false, y)),
        ["GeluGradient, added"] = (k, m, n) => Changed(m * n, y => k.GeluGradient(X(m * n, 1, 5), X(m * n, 2), true, y)),
        ["Tanh"] = (k, m, n) => Made(m * n, y => k.Tanh(X(m * n, 1, 5), y)),
        ["TanhGradient"] = (k, m, n) => Made(m * n, y => k.TanhGradient(X(m * n, 1), X(m * n, 2), false, y)),
        ["TanhGradient, added"] = (k, m, n) => Changed(m * n, y => k.TanhGradient(X(m * n, 1), X(m * n, 2), true, y)),
        ["Dropout"] = (k, m, n) => Made(m * n, y => k.Dropout(X(m * n, 1), s_mask, false, y)),
        ["Dropout, added"] = (k, m, n) => Changed(m * n, y => k.Dropout(X(m * n, 1), s_mask, true, y)),
        ["DropoutAdd"] = (k, m, n) => Made(m * n, y => k.DropoutAdd(X(m * n, 1), X(m * n, 2), s_mask, y)),
        ["DropoutAdd, rate 0"] = (k, m, n) => Made(m * n, y => k.DropoutAdd(X(m * n, 1), X(m * n, 2), DropoutMask.None, y)),
        ["LayerNorm"] = (k, m, n) => Norm(k, m, n).All,
        ["LayerNormGradient"] = (k, m, n) => NormGradient(k, m, n, accumulate: false),
        ["LayerNormGradient, added"] = (k, m, n) => NormGradient(k, m, n, accumulate: true),
        ["DropoutAddLayerNorm"] = DropNorm,
        ["DropoutAddLayerNormGradient"] = (k, m, n) => DropNormGradient(k, m, n, false, true),
        ["DropoutAddLayerNormGradient, added"] = (k, m, n) => DropNormGradient(k, m, n, true, false),
        ["GatherRows"] = (k, m, n) => Made(m * n, y => k.GatherRows(X(9 * n, 1), Ids(m, 9), n, false, y)),
        ["GatherRows, added"] = (k, m, n) => Changed(m * n, y => k.GatherRows(X(9 * n, 1), Ids(m, 9), n, true, y)),
        ["AddScatterRows"] = (k, m, n) => Changed(9 * n, y => k.AddScatterRows(X(m * n, 1), Ids(m, 9), n, y)),
        ["SoftmaxCrossEntropy"] = (k, m, n) => Entropy(k, m, n),
        ["SoftmaxCrossEntropyGradient"] = (k, m, n) => Made(m * n, y => k.SoftmaxCrossEntropyGradient(X(m * n, 1, 8), Targets(m, n), Entropy(k, m, n)[1], X(m, 3), false, y)),
        ["SoftmaxCrossEntropyGradient, added"] = (k, m, n) => Changed(m * n, y => k.SoftmaxCrossEntropyGradient(X(m * n, 1, 8), Targets(m, n), Entropy(k, m, n)[1], X(m, 3), true, y)),
        ["SampleRows"] = (k, m, n) => Whole(m, y => k.SampleRows(X(m * n, 1, 4), n, new RandomStream(8, 1, 2), y)),
        ["ArgMaxRows"] = (k, m, n) => Whole(m, y => k.ArgMaxRows(X(m * n, 1), n, y)),
        ["SigmoidCrossEntropy"] = (k, m, n) => Two(m * n, m * n, (a, b) => k.SigmoidCrossEntropy(X(m * n, 1, 9), Labels(m * n), a, b)),
        ["SigmoidCrossEntropyGradient"] = (k, m, n) => Changed(m * n, y => k.SigmoidCrossEntropyGradient(X(m * n, 1), Labels(m * n), 0.7f, true, y)),
        ["SquaredError"] = (k, m, n) => Two(m * n, m * n, (a, b) => k.SquaredError(X(m * n, 1), X(m * n, 2), a, b)),
        ["GatedLoss"] = (k, m, n) => Three(m * n, (a, b, c) => k.GatedLoss(Sizes(m * n, 1), X(m * n, 2, 9), a, b, c)),
        ["CopyMixtureLoss"] = (k, m, n) => Three(m * n, (a, b, c) => k.CopyMixtureLoss(Sizes(m * n, 1), X(m * n, 2, 9), Ids(m * n, 2), Targets(m * n, 3), a, b, c)),
        ["PolicyLoss"] = (k, m, n) => Three(m * n, (a, b, c) => k.PolicyLoss(Sizes(m * n, 1), Sizes(m * n, 2), X(m * n, 3, 9), a, b, c)),
        ["NormalizeRows"] = (k, m, n) => Two(m * n, m, (a, b) => k.NormalizeRows(X(m * n, 1), n, a, b)),
        ["NormalizeRowsGradient"] = (k, m, n) => Changed(m * n, y =>
        {
            var unit = Two(m * n, m, (a, b) => k.NormalizeRows(X(m * n, 1), n, a, b));
            k.NormalizeRowsGradient(unit[0], unit[1], X(m * n, 2), n, true, y);
        }),
        ["AdamW"] = (k, m, n) =>
        {
            float[] p = X(m * n, 1), first = X(m * n, 2, 0.1f), second = [.. X(m * n, 3, 0.1f).Select(v => v * v)];
            k.AdamW(X(m * n, 4), s_step, p, first, second);
            return [p, first, second];
        },
    };

    /// <summary>Asserts that a table agrees with the specification.</summary>
    public static void AssertCorrect(IKernels kernels)
    {
        using var reference = new ReferenceKernels();
        foreach (var (name, compute) in Cases)
        {
            float[][] expected = compute(reference), actual = compute(kernels);
            for (int part = 0; part < expected.Length; part++)
            {
                Assert.Equal(expected[part].Length, actual[part].Length);
                double scale = expected[part].Max(v => Math.Abs((double)v)) + 1;
                for (int i = 0; i < expected[part].Length; i++)
                    Assert.True(Math.Abs(expected[part][i] - actual[part][i]) <= Tolerances.FormulaFp32 * scale, $"{name}, result {part}, element {i}: {actual[part][i]}, specified {expected[part][i]}");
            }
        }
    }

    /// <summary>A fingerprint of all results.</summary>
    public static string FingerprintOf(IKernels kernels)
    {
        using Fingerprint fingerprint = new();
        foreach (var (_, compute) in Cases)
            foreach (float[] part in compute(kernels)) fingerprint.Add(part);
        return fingerprint.ToString();
    }

    private static (float[][] All, float[] Means, float[] Deviations) Norm(IKernels k, int m, int n)
    {
        float[] y = Unset(m * n), means = Unset(m), deviations = Unset(m);
        k.LayerNorm(X(m * n, 1), X(n, 2), X(n, 3), 1e-5f, y, means, deviations);
        return ([y, means], means, deviations);
    }

    private static float[][] NormGradient(IKernels k, int m, int n, bool accumulate)
    {
        var (_, means, deviations) = Norm(k, m, Math.Max(n, 3));
        n = Math.Max(n, 3); // one or two columns have no variance to speak of
        float[] dx = accumulate ? X(m * n, 8) : Unset(m * n), dGain = X(n, 6), dBias = X(n, 7);
        k.LayerNormGradient(X(m * n, 1), X(n, 2), means, deviations, X(m * n, 5), accumulate, dx, dGain, dBias);
        return [Relative(dx, deviations, n), Relative(dGain, [deviations.Max()], n), dBias];
    }

    private static float[][] DropNorm(IKernels k, int m, int n)
    {
        n = Math.Max(n, 3);
        float[] sum = Unset(m * n), y = Unset(m * n), means = Unset(m), deviations = Unset(m);
        k.DropoutAddLayerNorm(X(m * n, 1), X(m * n, 4), s_mask, X(n, 2), X(n, 3), 1e-5f, sum, y, means, deviations);
        return [sum, Relative(y, deviations, n), means];
    }

    private static float[][] DropNormGradient(IKernels k, int m, int n, bool accumulateResidual, bool accumulateX)
    {
        n = Math.Max(n, 3);
        float[] sum = Unset(m * n), y = Unset(m * n), means = Unset(m), deviations = Unset(m);
        k.DropoutAddLayerNorm(X(m * n, 1), X(m * n, 4), s_mask, X(n, 2), X(n, 3), 1e-5f, sum, y, means, deviations);
        float[] dResidual = accumulateResidual ? X(m * n, 8) : Unset(m * n), dx = accumulateX ? X(m * n, 9) : Unset(m * n), dGain = X(n, 6), dBias = X(n, 7);
        k.DropoutAddLayerNormGradient(sum, X(n, 2), means, deviations, s_mask, X(m * n, 5), accumulateResidual, dResidual, accumulateX, dx, dGain, dBias);
        return [Relative(dResidual, deviations, n), Relative(dx, deviations, n), Relative(dGain, [deviations.Max()], n), dBias];
    }

    // What a normalized row becomes is as large as 1 / its deviation: errors are relative to that.
    private static float[] Relative(float[] values, float[] deviations, int columns) => [.. values.Select((v, i) => v / (1 + deviations[i / columns % deviations.Length]))];

    private static float[][] Entropy(IKernels k, int m, int n) => Two(m, m, (a, b) => k.SoftmaxCrossEntropy(X(m * n, 1, 8), Targets(m, n), a, b));

    private static float[][] Made(int length, Action<float[]> compute)
    {
        float[] y = Unset(length);
        compute(y);
        return [y];
    }

    private static float[][] Changed(int length, Action<float[]> compute)
    {
        float[] y = X(length, 11);
        compute(y);
        return [y];
    }

    private static float[][] Two(int first, int second, Action<float[], float[]> compute)
    {
        float[] a = Unset(first), b = Unset(second);
        compute(a, b);
        return [a, b];
    }

    private static float[][] Three(int length, Action<float[], float[], float[]> compute)
    {
        float[] a = Unset(length), b = Unset(length), c = Unset(length);
        compute(a, b, c);
        return [a, b, c];
    }

    private static float[][] Whole(int length, Action<int[]> compute)
    {
        int[] y = new int[length];
        compute(y);
        return [[.. y.Select(v => (float)v)]];
    }

    private static float[] Unset(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, float.NaN);
        return values;
    }

    private static float[] X(int length, uint stream, float range = 1)
    {
        var random = new RandomStream(3, 0, stream);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = range * (2 * random.Uniform((ulong)i) - 1);
        return values;
    }

    private static float[] Sizes(int length, uint stream) => [.. X(length, stream, 8).Select(MathF.Abs)];

    private static float[] Labels(int length) => [.. X(length, 12).Select(v => v > 0 ? 1f : 0f)];

    private static int[] Ids(int length, int bound) => [.. Enumerable.Range(0, length).Select(i => new RandomStream(3, 0, 13).Below(bound, (ulong)i))];

    // Every fifth row has none.
    private static int[] Targets(int rows, int columns) => [.. Ids(rows, columns).Select((t, i) => i % 5 == 4 ? -1 : t)];
}
