using System.Runtime.InteropServices;

namespace Cocoon.Cli;

/// <summary>By what a run was made: enough to explain why its numbers may differ in their last digits from those of another machine.</summary>
public record MachineProvenance
{
    /// <summary>Version of the tool.</summary>
    public required string Version { get; init; }

    /// <summary>Commit that was built; empty if it was not built from a repository.</summary>
    public required string Commit { get; init; }

    /// <summary>The processor.</summary>
    public required string Cpu { get; init; }

    /// <summary>Instruction sets used.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>What computes, and why.</summary>
    public required string Kernels { get; init; }

    /// <summary>Number of threads; the result does not depend on it.</summary>
    public required int Threads { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string DotNet { get; init; }

    /// <summary>The operating system.</summary>
    public required string System { get; init; }

    /// <summary>Facts about this machine.</summary>
    public static MachineProvenance Of(Engine engine) => new()
    {
        Version = BuildInformation.Version,
        Commit = BuildInformation.Commit,
        Cpu = Machine.Cpu,
        Features = Machine.Features,
        Kernels = engine.Kernels.Description,
        Threads = engine.Threads,
        DotNet = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
    };
}
