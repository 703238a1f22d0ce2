using System.Globalization;
using Cocoon.Kernels;
using Spectre.Console;

namespace Cocoon.Cli;

/// <summary>What a benchmark found; each figure is the median of the rounds.</summary>
internal sealed record BenchmarkResult
{
    public required string Recipe { get; init; }
    public required string Processor { get; init; }
    public required Precision Precision { get; init; }
    public required int Threads { get; init; }
    public required double TokensPerSecond { get; init; }

    /// <summary>Share of <see cref="PeakFlops"/>, which is the best that a large matrix product reached between the rounds.</summary>
    public required double PeakShare { get; init; }
    public required double PeakFlops { get; init; }
    public required double ForwardSeconds { get; init; }
    public required double BackwardSeconds { get; init; }
    public required double UpdateSeconds { get; init; }
    public required long ManagedBytesPerStep { get; init; }
    public required long PeakResidentBytes { get; init; }
    public double? PeerTokensPerSecond { get; init; }

    /// <summary>Ours over the peer's, round by round: the median, the least, the greatest.</summary>
    public double? Ratio { get; init; }
    public double? LeastRatio { get; init; }
    public double? GreatestRatio { get; init; }

    /// <summary>Sums the rounds up.</summary>
    public static BenchmarkResult Of(Recipe recipe, PretrainingPlan plan, int threads, IReadOnlyList<BenchmarkRound> ours, IReadOnlyList<double> theirs)
    {
        double speed = Median(ours.Select(r => r.TokensPerSecond)), peak = ours[^1].PeakFlops;
        double[] ratios = [.. theirs.Select((peer, i) => ours[i].TokensPerSecond / peer)];
        return new()
        {
            Recipe = recipe.Name,
            Processor = Machine.Cpu,
            Precision = recipe.Precision,
            Threads = threads,
            TokensPerSecond = speed,
            PeakShare = speed * plan.TotalFlopsPerStep / plan.TokensPerStep / peak,
            PeakFlops = peak,
            ForwardSeconds = Median(ours.Select(r => r.ForwardSeconds)),
            BackwardSeconds = Median(ours.Select(r => r.BackwardSeconds)),
            UpdateSeconds = Median(ours.Select(r => r.UpdateSeconds)),
            ManagedBytesPerStep = ours.Max(r => r.ManagedBytesPerStep),
            PeakResidentBytes = ours[^1].PeakResidentBytes,
            PeerTokensPerSecond = theirs.Count > 0 ? Median(theirs) : null,
            Ratio = ratios.Length > 0 ? Median(ratios) : null,
            LeastRatio = ratios.Length > 0 ? ratios.Min() : null,
            GreatestRatio = ratios.Length > 0 ? ratios.Max() : null,
        };
    }

    /// <summary>The result for people.</summary>
    public Grid Table() => CommandConsole.Columns(
    [
        ("processor", Processor),
        ("threads", $"{Threads}"),
        ("speed", string.Create(CultureInfo.InvariantCulture, $"{TokensPerSecond:N0} tokens/s, {PeakShare:P0} of the {PeakFlops / 1e9:N0} GFLOP/s that the matrix kernel reached")),
        ("step", string.Create(CultureInfo.InvariantCulture, $"forward {ForwardSeconds:0.000} s, backward {BackwardSeconds:0.000} s, clipping and optimizer {UpdateSeconds:0.000} s")),
        ("managed heap", $"{CommandConsole.Bytes(ManagedBytesPerStep)} allocated a step"),
        ("memory", $"{CommandConsole.Bytes(PeakResidentBytes)} at most"),
        .. Ratio is null ? Array.Empty<(string, string)>() :
        [
            ("peer", string.Create(CultureInfo.InvariantCulture, $"{PeerTokensPerSecond:N0} tokens/s")),
            ("ratio", string.Create(CultureInfo.InvariantCulture, $"{Ratio:0.00} ({LeastRatio:0.00} to {GreatestRatio:0.00})")),
        ],
    ]);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
