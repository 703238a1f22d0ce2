using System.Diagnostics;
using Cocoon.Testing;

namespace Cocoon.SystemTests;

/// <summary>Runs the real tool as a child process, as a user's script does.</summary>
internal static class Cli
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);
    private static readonly string s_dll = Path.Combine(AppContext.BaseDirectory, "cocoon.dll");

    /// <summary>Runs a command line to its end.</summary>
    public static CliResult Run(params IEnumerable<string> arguments) => Finish(Start(arguments));

    /// <summary>Runs a command line with text on standard input.</summary>
    public static CliResult RunWithInput(string input, params IEnumerable<string> arguments)
    {
        var process = Start(arguments, redirectInput: true);
        process.Process.StandardInput.Write(input);
        process.Process.StandardInput.Close();
        return Finish(process);
    }

    /// <summary>Runs a command line with a variable in its environment.</summary>
    public static CliResult RunWith((string Name, string Value) variable, params IEnumerable<string> arguments) => Finish(Start(arguments, variable: variable));

    /// <summary>Runs a command line that must succeed.</summary>
    public static CliResult Succeed(params IEnumerable<string> arguments)
    {
        var result = Run(arguments);
        Xunit.Assert.True(result.ExitCode == 0, $"cocoon {string.Join(' ', arguments)}\nexit {result.ExitCode}\n{result.Error}\n{result.Output}");
        return result;
    }

    /// <summary>Starts a command line and leaves it running.</summary>
    public static RunningCli Start(IEnumerable<string> arguments, bool redirectInput = false, (string Name, string Value)? variable = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = redirectInput, UseShellExecute = false,
        };
        start.ArgumentList.Add(s_dll);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["NO_COLOR"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (variable is { } set) start.Environment[set.Name] = set.Value;
        return new RunningCli(Process.Start(start)!);
    }

    /// <summary>Waits for the end.</summary>
    public static CliResult Finish(RunningCli running)
    {
        using (running)
        {
            if (running.Process.WaitForExit(s_patience)) return running.Result();
            running.Process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The tool ran longer than {s_patience}.\n{running.ErrorSoFar}");
        }
    }
}
