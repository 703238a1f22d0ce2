using BenchmarkDotNet.Running;
using Cocoon.Benchmarks;

// Every kernel and every operation, held against what the machine can do. See README.md.
var forgotten = KernelCases.Forgotten.Concat(OperationCases.Forgotten).ToList();
if (forgotten.Count > 0)
{
    Console.Error.WriteLine($"Nothing measures {string.Join(", ", forgotten)}: add a case.");
    return 1;
}
BenchmarkSwitcher.FromAssembly(typeof(Workload).Assembly).Run(args, new SpeedConfig());
return 0;
