using System.Text.Json;
using Xunit;

namespace Cocoon.SystemTests;

/// <summary>How a command line ended.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as JSON.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }

    /// <summary>Asserts the exit code and that standard error says each of these, and that nothing is called a bug.</summary>
    public CliResult ShouldFail(int exitCode, params string[] sentences)
    {
        Assert.True(ExitCode == exitCode, $"exit {ExitCode} instead of {exitCode}\n{Error}\n{Output}");
        foreach (string sentence in sentences) Assert.Contains(sentence, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Cocoon.", Error, StringComparison.Ordinal);
        return this;
    }
}
