using Cocoon.Determinism;
using Cocoon.Kernels;
using Xunit;

namespace Cocoon.Testing.Kernels;

/// <summary>What every matrix kernel must fulfil, on any machine.</summary>
public static class ProductConformance
{
    /// <summary>The matrix kernels that this machine can run.</summary>
    public static IEnumerable<MatrixKernel> Available => Enum.GetValues<MatrixKernel>().Where(kernel => KernelChoice.RefusalOf(kernel).Length == 0);

    /// <summary>Every transposition of shapes that reach every edge: empty, single, around a tile, a panel, a block of rows, a slice of k and of columns.</summary>
    public static IReadOnlyList<ProductCase> Cases { get; } = [.. AllCases()];

    /// <summary>Asserts that a kernel agrees with a naive loop in double precision.</summary>
    public static void AssertCorrect(MatrixKernel kernel, WorkerTeam team)
    {
        using IKernels kernels = CpuKernels.Create(team, new KernelChoice(kernel, "under test"));
        foreach (var product in Cases) product.AssertNear(product.Compute(kernels), rounded: kernel == MatrixKernel.EmittedBf16);
    }

    /// <summary>Asserts that two kernels, or one on two teams, give the same bits.</summary>
    public static void AssertSameBits(MatrixKernel kernel, WorkerTeam team, MatrixKernel otherKernel, WorkerTeam otherTeam)
    {
        using IKernels kernels = CpuKernels.Create(team, new KernelChoice(kernel, "under test")), others = CpuKernels.Create(otherTeam, new KernelChoice(otherKernel, "under test"));
        foreach (var product in Cases)
            Assert.True(product.Compute(kernels).AsSpan().SequenceEqual(product.Compute(others)), $"{product}: {kernel} and {otherKernel} differ");
    }

    // What sums start from takes turns: over all shapes it meets every transposition.
    private static IEnumerable<ProductCase> AllCases()
    {
        (int M, int N, int K)[] shapes =
        [
            (1, 1, 1), (0, 3, 2), (3, 0, 2), (3, 2, 0), (1, 33, 7), (13, 31, 8), (14, 32, 9), (15, 33, 15), (16, 64, 16), (17, 1, 300),
            (29, 70, 255), (30, 48, 257), (200, 40, 64), (5, 4100, 3), (33, 2, 1030), (16, 32, 1024), (400, 50, 33),
        ];
        int turn = 0;
        foreach (var (m, n, k) in shapes.Concat(RandomShapes()))
            for (int transposition = 0; transposition < 4; transposition++)
                yield return new(m, n, k, (transposition & 1) != 0, (transposition & 2) != 0, (ProductStart)(turn++ % 3));
        foreach (var start in Enum.GetValues<ProductStart>()) yield return new(3, 2, 0, false, false, start);
    }

    private static IEnumerable<(int, int, int)> RandomShapes()
    {
        var random = new RandomStream(2, 0, 0);
        for (uint i = 0; i < 12; i++) yield return (1 + random.Below(90, 3 * i), 1 + random.Below(130, 3 * i + 1), 1 + random.Below(90, 3 * i + 2));
    }
}
