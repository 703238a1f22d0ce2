using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Cocoon.Benchmarks;

/// <summary>A column about the fastest iteration: other work on the machine makes iterations slower, never faster.</summary>
internal sealed class SpeedColumn(string name, string legend, Func<Workload, double, string> value) : IColumn
{
    /// <summary>Time, rate, the machine's rate, and the share of it.</summary>
    public static IReadOnlyList<SpeedColumn> All { get; } =
    [
        new("ms", "Fastest iteration, in milliseconds", (_, seconds) => Number(1e3 * seconds, "0.000")),
        new("rate", "What must be computed or moved, a second", (w, seconds) => Rate(w, w.Amount / seconds)),
        new("ceiling", "Multiply-adds in registers, or a copy of as many bytes, in the same process", (w, _) => Rate(w, Ceiling.Of(w))),
        new("of it", "Share of the ceiling", (w, seconds) => Number(w.Amount / seconds / Ceiling.Of(w), "0 %")),
    ];

    public string Id => name;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } times && benchmarkCase.Parameters["Case"] is Workload workload ? value(workload, times.Min / 1e9) : "?";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;

    private static string Rate(Workload workload, double perSecond) => $"{Number(perSecond / 1e9, "0.0")} {(workload.Bound == Bound.Memory ? "GB/s" : "GFLOP/s")}";

    private static string Number(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
