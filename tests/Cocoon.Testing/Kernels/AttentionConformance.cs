using Cocoon.Kernels;
using Xunit;

namespace Cocoon.Testing.Kernels;

/// <summary>What attention must fulfil with every matrix kernel, on any machine.</summary>
public static class AttentionConformance
{
    /// <summary>Batches that reach every edge: single tokens, empty sequences, lengths around tiles, panels and strips, odd head sizes.</summary>
    public static IReadOnlyList<AttentionCase> Cases { get; } =
    [
        new([1], 1, 1, 0, 0),
        new([1, 2, 3], 2, 4, 0, 0.1f),
        new([17, 0, 5, 31], 3, 16, 7, 0),
        new([32, 33], 2, 33, 5, 0.25f),
        new([128], 2, 64, 0, 0.1f),
        new([129, 40], 1, 32, 32, 0.1f),
        new([270], 1, 32, 9, 0.1f),
        new([7, 9, 200, 16], 2, 24, 3, 0.5f),
        new([1, 17, 130], 2, 16, 0, 0.1f) { Mask = "left to right", Visible = (i, _) => new(0, i + 1) },
        new([40, 33, 129], 2, 32, 9, 0) { Mask = "right to left", Visible = (i, length) => new(i, length) },
        new([7, 60, 200], 1, 24, 5, 0.25f) { Mask = "prefix", Visible = (i, length) => new(0, Math.Max(length / 3 + 1, i + 1)) },
        new([1, 5], 1, 1, 0, 0) { KeyLengths = [7, 1] },
        new([17, 0, 31, 2], 3, 16, 0, 0) { KeyLengths = [40, 0, 3, 300] },
        new([129, 33], 2, 33, 0, 0.25f) { KeyLengths = [16, 200] },
        new([60], 2, 64, 0, 0.1f) { KeyLengths = [270] },
        new([1, 50, 0, 129], 2, 16, 7, 0.25f) { Mask = "any order", Visible = (i, _) => new(0, i + 1), Positions = (i, length) => (i * 5 + 2) % length },
        new([3, 36, 180], 2, 24, 9, 0) { Mask = "two streams", Visible = (i, length) => new(0, Math.Max(1, i % (length * 2 / 3))), Positions = (i, length) => i * 7 % (length * 2 / 3) },
    ];

    /// <summary>Asserts that attention and its gradient agree with the reference kernels.</summary>
    public static void AssertCorrect(MatrixKernel kernel, WorkerTeam team)
    {
        using IKernels kernels = CpuKernels.Create(team, new KernelChoice(kernel, "under test"));
        double tolerance = kernel == MatrixKernel.EmittedBf16 ? Tolerances.AttentionBf16 : Tolerances.AttentionFp32;
        foreach (var attention in Cases) attention.Compute(kernels).AssertNear(attention.Specified, tolerance, $"{kernel}: {attention}");
    }

    /// <summary>Asserts that two kernels, or one on two teams, give the same bits.</summary>
    public static void AssertSameBits(MatrixKernel kernel, WorkerTeam team, MatrixKernel otherKernel, WorkerTeam otherTeam)
    {
        using IKernels kernels = CpuKernels.Create(team, new KernelChoice(kernel, "under test")), others = CpuKernels.Create(otherTeam, new KernelChoice(otherKernel, "under test"));
        foreach (var attention in Cases) attention.Compute(kernels).AssertSameBits(attention.Compute(others), $"{kernel} and {otherKernel}: {attention}");
    }

    /// <summary>Asserts that scores of some ten thousand give probabilities, not overflow.</summary>
    public static void AssertSafeForLargeScores(MatrixKernel kernel, WorkerTeam team)
    {
        using IKernels kernels = CpuKernels.Create(team, new KernelChoice(kernel, "under test"));
        AttentionCase attention = new([37], 2, 64, 5, 0.1f) { Magnitude = 100 };
        var results = attention.Compute(kernels);
        for (int row = 0; row < 2 * 37; row++) Assert.Equal(1, results.Probabilities.AsSpan(row * 37, 37).ToArray().Sum(), 1e-5);
        Assert.All(results.DQkv, value => Assert.True(float.IsFinite(value)));
    }
}
