using System.Diagnostics;

namespace Cocoon.Tests.Kernels;

/// <summary>A run of the kernel runner in a process of its own.</summary>
/// <param name="ExitCode">0 if all is well; 128 + signal if the process was killed.</param>
/// <param name="Output">What it printed, lines trimmed.</param>
/// <param name="Errors">What it printed to standard error.</param>
public sealed record KernelProcess(int ExitCode, string Output, string Errors)
{
    private const int IllegalInstruction = 128 + 4, Aborted = 128 + 6; // the runtime may turn the first signal into the second

    /// <summary>The process died of an instruction that the CPU does not have.</summary>
    public bool DiedOfAnInstruction => ExitCode is IllegalInstruction or Aborted;

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What to check.</param>
    /// <param name="environment">Variables for the process.</param>
    public static KernelProcess Run(string arguments, params (string Name, string Value)[] environment)
    {
        string runner = Path.Combine(AppContext.BaseDirectory, "Cocoon.KernelRunner.dll");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", $"exec \"{runner}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("COCOON_BF16");
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("no process");
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output.Trim(), errors.Result.Trim());
    }
}
