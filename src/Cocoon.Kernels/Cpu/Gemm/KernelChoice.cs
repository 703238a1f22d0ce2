namespace Cocoon.Kernels;

/// <summary>Which matrix kernel runs on this machine, and why not a faster one.</summary>
/// <param name="Kernel">What runs.</param>
/// <param name="Reason">Why, for people: one sentence.</param>
/// <remarks>
/// The environment variable <see cref="Variable"/> overrules what the CPU says of itself: <c>force</c> assumes AVX512_BF16 although CPUID does not
/// report it (some hypervisors hide the bit; if the CPU really lacks it, the process dies of an illegal instruction), <c>off</c> never uses it.
/// </remarks>
public sealed record KernelChoice(MatrixKernel Kernel, string Reason)
{
    /// <summary>Name of the environment variable that forces or forbids AVX512_BF16.</summary>
    public const string Variable = "COCOON_BF16";

    // Emitted once for the process: code is never unloaded.
    private static readonly Lazy<(EmittedTiles? Tiles, string Refusal)> s_fp32 = new(() => (EmittedTiles.TryCreate(pairs: false, out string refusal), refusal));
    private static readonly Lazy<(EmittedTiles? Tiles, string Refusal)> s_bf16 = new(() => (EmittedTiles.TryCreate(pairs: true, out string refusal), refusal));

    /// <summary>The fastest kernel of a precision that this machine can run.</summary>
    public static KernelChoice Select(Precision precision)
    {
        string prefix = "";
        if (precision == Precision.Bf16)
        {
            string refusal = RefusalOf(MatrixKernel.EmittedBf16);
            if (refusal.Length == 0 && !IsForced && Bf16Cpu.IsSlow) refusal = $"this CPU executes VDPBF16PS at half the speed of FP32 ({Variable}=force uses it all the same)";
            if (refusal.Length == 0) return new(MatrixKernel.EmittedBf16, Bf16Cpu.IsReported ? "the CPU has AVX512_BF16" : $"{Variable}=force assumes AVX512_BF16, which the CPU does not report");
            prefix = $"bf16 products run in FP32 because {refusal}; ";
        }
        string whyNotEmitted = RefusalOf(MatrixKernel.EmittedFp32Avx512);
        if (whyNotEmitted.Length == 0) return new(MatrixKernel.EmittedFp32Avx512, prefix + "the CPU has AVX-512");
        var best = RefusalOf(MatrixKernel.Avx512).Length == 0 ? MatrixKernel.Avx512 : RefusalOf(MatrixKernel.Avx2).Length == 0 ? MatrixKernel.Avx2 : MatrixKernel.Vector128;
        return new(best, $"{prefix}no emitted code because {whyNotEmitted}");
    }

    /// <summary>Why a kernel cannot run on this machine; empty if it can.</summary>
    public static string RefusalOf(MatrixKernel kernel) => kernel switch
    {
        MatrixKernel.EmittedBf16 when Bf16Refusal() is { Length: > 0 } refusal => refusal,
        MatrixKernel.EmittedBf16 => s_bf16.Value.Refusal,
        MatrixKernel.EmittedFp32Avx512 => s_fp32.Value.Refusal,
        MatrixKernel.Avx512 when !Avx512Tiles.IsSupported => "the CPU has no AVX-512",
        MatrixKernel.Avx2 when !Avx2Tiles.IsSupported => "the CPU has no AVX2 with FMA",
        _ => "",
    };

    /// <summary>The implementation of a kernel.</summary>
    /// <exception cref="NotSupportedException">This machine cannot run it.</exception>
    internal static TileKernel Create(MatrixKernel kernel)
    {
        if (RefusalOf(kernel) is { Length: > 0 } refusal) throw new NotSupportedException($"The matrix kernel {kernel} cannot run: {refusal}.");
        return kernel switch
        {
            MatrixKernel.EmittedBf16 => s_bf16.Value.Tiles!,
            MatrixKernel.EmittedFp32Avx512 => s_fp32.Value.Tiles!,
            MatrixKernel.Avx512 => new Avx512Tiles(),
            MatrixKernel.Avx2 => new Avx2Tiles(),
            _ => new Vector128Tiles(),
        };
    }

    private static bool IsForced => Environment.GetEnvironmentVariable(Variable) == "force";

    private static string Bf16Refusal() => Environment.GetEnvironmentVariable(Variable) switch
    {
        "off" => $"{Variable} is off",
        "force" => "",
        _ when !Bf16Cpu.IsReported => $"the CPU does not report AVX512_BF16 (if it is known to have it, {Variable}=force uses it)",
        _ => "",
    };
}
