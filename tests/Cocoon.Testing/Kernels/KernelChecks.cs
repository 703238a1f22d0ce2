using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cocoon.Kernels;

namespace Cocoon.Testing.Kernels;

/// <summary>Checks of all kernels that run on any machine: each asserts that results are correct and returns a fingerprint of those
/// in single precision, which must not depend on the instruction set.</summary>
public static class KernelChecks
{
    /// <summary>The checks by name.</summary>
    public static IReadOnlyDictionary<string, Func<string>> All { get; } = new Dictionary<string, Func<string>>
    {
        ["products"] = Products,
        ["attention"] = Attention,
        ["table"] = Table,
    };

    /// <summary>What the runtime says it has.</summary>
    public static string Machine() =>
        $"avx512 {Avx512F.IsSupported}, avx2 {Avx2.IsSupported}, vectors {Vector128.IsHardwareAccelerated}, kernels {string.Join(' ', ProductConformance.Available)}";

    /// <summary>Multiplies two numbers on every matrix kernel.</summary>
    public static string Probe()
    {
        using WorkerTeam team = new(1);
        foreach (var kernel in ProductConformance.Available)
        {
            using IKernels kernels = CpuKernels.Create(team, new KernelChoice(kernel, "under test"));
            var product = new float[1];
            kernels.MatMul([2], false, [3], false, [], 1, 1, 1, false, product);
            if (product[0] != 6) throw new InvalidOperationException($"{kernel}: 2 · 3 = {product[0]}");
        }
        return $"passed on {string.Join(' ', ProductConformance.Available)}";
    }

    private static string Products()
    {
        using WorkerTeam team = new(2);
        foreach (var kernel in ProductConformance.Available) ProductConformance.AssertCorrect(kernel, team);
        using IKernels kernels = CpuKernels.Create(team, Precision.Fp32);
        using Fingerprint fingerprint = new();
        foreach (var product in ProductConformance.Cases) fingerprint.Add(product.Compute(kernels));
        return fingerprint.ToString();
    }

    private static string Attention()
    {
        using WorkerTeam team = new(2);
        foreach (var kernel in ProductConformance.Available) AttentionConformance.AssertCorrect(kernel, team);
        using IKernels kernels = CpuKernels.Create(team, Precision.Fp32);
        using Fingerprint fingerprint = new();
        foreach (var attention in AttentionConformance.Cases)
        {
            var results = attention.Compute(kernels);
            foreach (var values in (float[][])[results.Probabilities, results.Output, results.DQkv, results.DTable]) fingerprint.Add(values);
        }
        return fingerprint.ToString();
    }

    private static string Table()
    {
        using WorkerTeam team = new(2);
        using IKernels kernels = CpuKernels.Create(team, Precision.Fp32);
        TableConformance.AssertCorrect(kernels);
        return TableConformance.FingerprintOf(kernels);
    }
}
