using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>Text is cleaned before it is prepared: of what it holds twice, and of what a model will be examined on.</summary>
public sealed class CleaningTests : IDisposable
{
    private const string Passage = "it is a truth universally acknowledged that a single man in possession of a good fortune must be in want of a wife";
    private readonly WorkFolder _work = new();

    [Fact]
    public void Duplicates_are_dropped_and_named()
    {
        string text = _work.Write("text.jsonl", $"{{\"text\": \"{Passage}\"}}\n{{\"text\": \"Something else.\"}}\n{{\"text\": \"{Passage.ToUpperInvariant()}!\"}}\n");

        var facts = Cli.Succeed(["data", "dedup", "--input", text, "--out", _work["once"], "--json"]).Json;

        Assert.Equal((2, 1), (facts.GetProperty("kept").GetInt64(), facts.GetProperty("same").GetInt64()));
        Assert.Contains("same\t1.000\ttext.jsonl\t3\ttext.jsonl\t1", File.ReadAllText(Path.Combine(_work["once"], "dropped.tsv")), StringComparison.Ordinal);
        Assert.Equal(0, Cli.Succeed(["data", "dedup", "--input", _work["once"], "--out", _work["again"], "--json"]).Json.GetProperty("same").GetInt64());
        Cli.Run(["data", "dedup", "--input", text, "--out", _work["once"]]).ShouldFail(2, "exists and is not empty");
        Cli.Run(["data", "dedup", "--input", text, "--out", _work["x"], "--threshold", "0.3"]).ShouldFail(2, "--threshold: choose 0.7 to 1");
    }

    [Fact]
    public void Text_of_an_evaluation_set_is_found()
    {
        string clean = _work.Write("clean.txt", "Nothing of it."), leaking = _work.Write("leaking.txt", $"He said: \"{Passage}\".");
        string set = _work.Write("dev.tsv", $"1\t{Passage}\n");

        Cli.Succeed(["data", "leak", "--input", clean, "--against", set]);
        var found = Cli.Run(["data", "leak", "--input", clean, leaking, "--against", set, "--report", _work["report.tsv"]]);

        Assert.Equal(3, found.ExitCode);
        Assert.Contains("1 of 2 documents hold text of the evaluation sets", found.Output, StringComparison.Ordinal);
        Assert.Contains($"leaking.txt\t1\t10\t{10 + Passage.Length}\t23\t{set}\t1\t{Passage}", File.ReadAllText(_work["report.tsv"]), StringComparison.Ordinal);
        Assert.Equal(1, Cli.Run(["data", "leak", "--input", leaking, "--against", set, "--json"]).Json.GetProperty("overlaps").GetInt64());
        Cli.Run(["data", "leak", "--input", clean, "--against", _work["none.tsv"]]).ShouldFail(3, "none.tsv: cannot be read");
    }

    public void Dispose() => _work.Dispose();
}
