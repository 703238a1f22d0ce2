using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;

namespace Cocoon.Benchmarks;

/// <summary>How workloads are measured and told.</summary>
/// <remarks>In this process, so that the ceiling is that of the same memory, clock and neighbours.</remarks>
internal sealed class SpeedConfig : ManualConfig
{
    private const int WidestName = 80;

    public SpeedConfig()
    {
        AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance)
            .WithUnrollFactor(1).WithWarmupCount(2).WithIterationCount(8).WithIterationTime(TimeInterval.FromMilliseconds(150)));
        AddColumnProvider(DefaultColumnProviders.Params);
        AddColumn([.. SpeedColumn.All]);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(WidestName));
        WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
    }
}
