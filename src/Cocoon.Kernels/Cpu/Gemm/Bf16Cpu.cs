using System.Runtime.Intrinsics.X86;

namespace Cocoon.Kernels;

/// <summary>What the CPU says of its AVX512_BF16 (Intel SDM volume 2A, CPUID).</summary>
internal static class Bf16Cpu
{
    private const int GenuineIntel = 0x756E6547; // "Genu", the first word of the name
    private const int CooperLake = 85; // the only Intel model with AVX512_BF16 and without AMX

    /// <summary>Leaf 7, subleaf 1, EAX bit 5.</summary>
    public static bool IsReported => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 1).Eax & 1 << 5) != 0;

    /// <summary>Intel's CPUs with AMX start a VDPBF16PS every two cycles, but two FP32 multiply-adds of half its work every cycle:
    /// 99 against 197 GFLOP/s a core, measured on an Emerald Rapids.</summary>
    public static bool IsSlow
    {
        get
        {
            if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Ebx != GenuineIntel) return false;
            int signature = X86Base.CpuId(1, 0).Eax;
            return (signature >> 4 & 0xF | signature >> 12 & 0xF0) != CooperLake;
        }
    }
}
