using System.CommandLine;
using System.Runtime.InteropServices;
using Cocoon.Kernels;
using Spectre.Console;

namespace Cocoon.Cli;

/// <summary><c>cocoon doctor</c>: can this machine train, and with what.</summary>
internal sealed class DoctorCommand : Verb
{
    private const long LeastMemory = 1L << 30, LeastDisk = 1L << 30;
    private readonly Option<bool> _json = JsonOption();

    public DoctorCommand() : base("doctor", "Tell what this machine offers: processor, kernels and why these, memory, disk, threads, .NET.",
        ["cocoon doctor         # exit 0: this machine can train", "cocoon doctor --json  # the same facts for a script"], "cocoon quickstart")
    {
        Add(_json);
        SetAction(Examine);
    }

    private int Examine(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        var problems = new List<string>();
        long? disk = Machine.FreeDisk(Environment.CurrentDirectory);
        if (Machine.Memory < LeastMemory) problems.Add($"Only {CommandConsole.Bytes(Machine.Memory)} of memory: training needs a gibibyte at least.");
        if (disk < LeastDisk) problems.Add($"Only {CommandConsole.Bytes(disk.Value)} free on the disk of {Environment.CurrentDirectory}: shards and checkpoints need a gibibyte at least.");
        if (!BitConverter.IsLittleEndian) problems.Add("This processor is big-endian: shards and checkpoints are little-endian.");
        KernelChoice fp32 = KernelChoice.Select(Precision.Fp32), bf16 = KernelChoice.Select(Precision.Bf16);
        double fp32Peak = Peak(Precision.Fp32), bf16Peak = Peak(Precision.Bf16);
        console.Facts(new
        {
            BuildInformation.Version,
            BuildInformation.Commit,
            Machine.Cpu,
            Machine.Features,
            Kernels = new { Fp32 = new { fp32.Kernel, fp32.Reason, Flops = fp32Peak }, Bf16 = new { bf16.Kernel, bf16.Reason, Flops = bf16Peak } },
            Machine.Threads,
            MemoryBytes = Machine.Memory,
            DiskFreeBytes = disk,
            DotNet = RuntimeInformation.FrameworkDescription,
            System = RuntimeInformation.OSDescription,
            Problems = problems,
        },
        [
            CommandConsole.Columns(
                ("cocoon", $"{BuildInformation.Version} {BuildInformation.Commit}".Trim()),
                ("processor", Machine.Cpu),
                ("features", string.Join(", ", Machine.Features)),
                ("fp32 products", Describe(fp32, fp32Peak)),
                ("bf16 products", Describe(bf16, bf16Peak)),
                ("threads", $"{Machine.Threads}"),
                ("memory", CommandConsole.Bytes(Machine.Memory)),
                ("disk free", disk is { } free ? CommandConsole.Bytes(free) : "unknown"),
                (".NET", RuntimeInformation.FrameworkDescription),
                ("system", RuntimeInformation.OSDescription)),
            .. problems.Select(p => CommandConsole.Line($"problem: {p}", new(Color.Red))),
        ]);
        return problems.Count == 0 ? ExitCode.Ok : ExitCode.OutOfResource;
    }

    private static string Describe(KernelChoice choice, double peak) => $"{choice.Kernel}, {peak / 1e9:N0} GFLOP/s just now: {choice.Reason}";

    private static double Peak(Precision precision)
    {
        using var engine = new Engine(precision, threads: 0);
        return new PeakMeasurement(engine.Kernels).Flops;
    }
}
