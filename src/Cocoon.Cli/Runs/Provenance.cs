using System.Runtime.InteropServices;

namespace Cocoon.Cli;

/// <summary>Where a run comes from: enough to repeat it, and to explain what may differ.</summary>
public sealed record Provenance
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

    /// <summary>The seed of every random number.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Fingerprint of the tokenizer.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The training text.</summary>
    public required DataProvenance Data { get; init; }

    /// <summary>The held-out text; null if there is none.</summary>
    public DataProvenance? EvaluationData { get; init; }

    /// <summary>The model whose weights it began with; null if it began with initial ones.</summary>
    public StartProvenance? From { get; init; }

    /// <summary>Facts about a run that starts now.</summary>
    public static Provenance Of(Recipe recipe, Engine engine, PreparedData data, PreparedData? evaluation, StartProvenance? from) => new()
    {
        Version = BuildInformation.Version,
        Commit = BuildInformation.Commit,
        Cpu = Machine.Cpu,
        Features = Machine.Features,
        Kernels = engine.Kernels.Description,
        Threads = engine.Threads,
        DotNet = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
        Seed = recipe.Training.Seed,
        Tokenizer = data.Tokenizer.Fingerprint,
        Data = DataProvenance.Of(data),
        EvaluationData = evaluation is null ? null : DataProvenance.Of(evaluation),
        From = from,
    };
}
