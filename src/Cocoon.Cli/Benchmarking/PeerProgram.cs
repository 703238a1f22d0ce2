using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Cocoon.Cli;

/// <summary>Another implementation of the same step: a Python script that takes <c>--threads</c>, <c>--steps</c>, <c>--warmup</c> and <c>--json</c>
/// and prints one line of JSON with <c>tok_s_best</c>.</summary>
/// <param name="python">The interpreter; the environment is handed on.</param>
/// <param name="script">The script, then arguments of its own, separated by spaces.</param>
internal sealed class PeerProgram(string python, string script)
{
    private readonly string[] _words = script.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Tokens a second of the fastest of some steps.</summary>
    /// <exception cref="UsageException">It did not run, or did not print its speed.</exception>
    public double Run(int threads, int steps)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in _words.Concat(["--threads", Number(threads), "--steps", Number(steps), "--warmup", "1", "--json"])) start.ArgumentList.Add(word);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new UsageException($"--python: {python} does not start ({e.Message}). Name the interpreter that has the peer's libraries.");
        }
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            string last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
            if (process.ExitCode == 0 && Speed(last) is { } speed) return speed;
            throw new UsageException($"--peer: {script} ended with {process.ExitCode} and printed no line of JSON with tok_s_best. Its last words: {(errors.GetAwaiter().GetResult() + "\n" + last).Trim().Split('\n')[^1]}");
        }
    }

    private static double? Speed(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("tok_s_best", out var value) ? value.GetDouble() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
