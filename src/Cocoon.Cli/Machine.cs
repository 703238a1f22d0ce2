using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Cocoon.Cli;

/// <summary>Facts about the machine that a run stands on.</summary>
public static class Machine
{
    /// <summary>The processor's name as its maker writes it.</summary>
    public static string Cpu
    {
        get
        {
            if (!OperatingSystem.IsLinux() || !File.Exists("/proc/cpuinfo")) return RuntimeInformation.ProcessArchitecture.ToString();
            foreach (string line in File.ReadLines("/proc/cpuinfo"))
                if (line.StartsWith("model name", StringComparison.Ordinal)) return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            return RuntimeInformation.ProcessArchitecture.ToString();
        }
    }

    /// <summary>Instruction sets that matter here and that the runtime will use.</summary>
    public static IReadOnlyList<string> Features { get; } =
    [
        .. new (string Name, bool Supported)[]
        {
            ("SSE4.2", Sse42.IsSupported), ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported),
            ("AVX-512F", Avx512F.IsSupported), ("AVX-512BW", Avx512BW.IsSupported), ("AVX-512 BF16", Bf16), ("NEON", AdvSimd.IsSupported),
        }.Where(f => f.Supported).Select(f => f.Name),
    ];

    /// <summary>Bytes of memory that this process may use: the machine's, or the container's limit.</summary>
    public static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Most bytes of physical memory that this process ever held.</summary>
    public static long PeakResident
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return Math.Max(process.PeakWorkingSet64, process.WorkingSet64); // macOS does not tell the peak
        }
    }

    /// <summary>Logical processors that this process may use.</summary>
    public static int Threads => Environment.ProcessorCount;

    /// <summary>Bytes free on the disk that holds a folder; null if the system does not say.</summary>
    public static long? FreeDisk(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Leaf 7, subleaf 1, EAX bit 5: the runtime exposes no intrinsic for it.</summary>
    private static bool Bf16 => Avx512F.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & 1 << 5) != 0;
}
