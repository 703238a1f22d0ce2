using BenchmarkDotNet.Attributes;
using Cocoon.Kernels;

namespace Cocoon.Benchmarks;

/// <summary>Runs one workload; the ceiling that it is held against is measured before and after it, in the same process.</summary>
public abstract class WorkloadBenchmarks : IDisposable
{
    private Workplace? _workplace;
    private Action _work = () => { };

    /// <summary>What is measured.</summary>
    protected abstract Workload Measured { get; }

    [GlobalSetup]
    public void Prepare()
    {
        _workplace = new(Measured.IsBf16 ? Precision.Bf16 : Precision.Fp32);
        _work = Measured.Prepare(_workplace);
        Ceiling.Measure(Measured, _workplace.Team);
    }

    [Benchmark]
    public void Run() => _work();

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (_workplace is null) return;
        Ceiling.Measure(Measured, _workplace.Team);
        _workplace.Dispose();
        _workplace = null;
    }
}

/// <summary>Every kernel of <see cref="IKernels"/>.</summary>
public class KernelBenchmarks : WorkloadBenchmarks
{
    public static IEnumerable<Workload> Cases => KernelCases.All;

    [ParamsSource(nameof(Cases))]
    public Workload Case { get; set; } = null!;

    protected override Workload Measured => Case;
}

/// <summary>Every operation of the tape, forward and back.</summary>
public class OperationBenchmarks : WorkloadBenchmarks
{
    public static IEnumerable<Workload> Cases => OperationCases.All;

    [ParamsSource(nameof(Cases))]
    public Workload Case { get; set; } = null!;

    protected override Workload Measured => Case;
}
