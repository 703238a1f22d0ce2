using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary>Everything that is decided and measured before a comparison's first step. Written once, so that whoever goes on with it does the same.</summary>
public sealed record ComparisonManifest
{
    /// <summary>The command line that began it.</summary>
    public required string Command { get; init; }

    /// <summary>What is compared.</summary>
    public required ComparisonOptions Comparison { get; init; }

    /// <summary>The competitors with their recipes, in the order of the comparison.</summary>
    public required IReadOnlyList<Competitor> Competitors { get; init; }

    /// <summary>The tasks with the settings of their fine-tunings, in the order of the comparison.</summary>
    public required IReadOnlyList<PlannedTask> Tasks { get; init; }

    /// <summary>The machine, the version and the text; its kernels are those of the first recipe.</summary>
    public required Provenance Provenance { get; init; }
}
