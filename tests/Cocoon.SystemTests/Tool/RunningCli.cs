using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cocoon.SystemTests;

/// <summary>The tool while it runs.</summary>
internal sealed class RunningCli : IDisposable
{
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;
    private readonly Task _errors;
    private bool _disposed;

    public RunningCli(Process process)
    {
        Process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = Task.Run(() =>
        {
            while (process.StandardError.ReadLine() is { } line)
                lock (_error) _error.Append(line).Append('\n');
        });
    }

    public Process Process { get; }

    /// <summary>What was said on standard error until now.</summary>
    public string ErrorSoFar
    {
        get
        {
            lock (_error) return _error.ToString();
        }
    }

    /// <summary>Waits until a text was said on standard error.</summary>
    public void WaitForError(string text)
    {
        var patience = Stopwatch.StartNew();
        while (!ErrorSoFar.Contains(text, StringComparison.Ordinal))
        {
            if (Process.HasExited || patience.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException($"'{text}' was never said.\n{ErrorSoFar}");
            Thread.Sleep(5);
        }
    }

    /// <summary>Sends a signal by name, such as TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, Process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>How it ended; call after the process has exited.</summary>
    public CliResult Result()
    {
        Task.WaitAll(_output, _errors);
        return new(Process.ExitCode, _output.Result, ErrorSoFar);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        Process.Dispose();
    }
}
