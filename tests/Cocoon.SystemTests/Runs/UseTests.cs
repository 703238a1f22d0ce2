using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>What <c>fill</c> and <c>embed</c> print for people, and what they refuse.</summary>
public sealed class UseTests(TinyData data) : IClassFixture<TinyData>, IDisposable
{
    private const int BadUsage = 2, BadInput = 3;
    private readonly WorkFolder _work = new();

    [Fact]
    public void Masks_are_filled_line_by_line()
    {
        string output = Cli.RunWithInput("No mask.\nKim sat on the [MASK].\n", ["fill", "-m", data.Whole, "--top", "2"]).Output;
        Assert.Matches(@"^2:16  \[MASK\]  → \S+ 0\.\d\d, \S+ 0\.\d\d\r?\n$", output);
        Assert.Equal(output.Replace("2:16", "1:16", StringComparison.Ordinal), Cli.Succeed(["fill", "-m", data.Whole, "--top", "2", "Kim sat on the [MASK]."]).Output);
    }

    [Fact]
    public void A_search_prints_the_nearest_lines()
    {
        string file = _work.Write("lines.txt", "The road was long.\nKim sat on the gun.\n\nA letter came.\n");
        string[] lines = Cli.Succeed(["embed", "-m", data.Whole, "--search", file, "--top", "2", "Kim sat on the gun."]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Kim sat on the gun.", "  1.00  2: Kim sat on the gun."], lines[..2].Select(l => l.TrimEnd('\r')));
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void The_pooling_is_that_of_the_training_unless_another_is_asked_for()
    {
        string Vector(params string[] more) => Cli.Succeed(["embed", "-m", data.Whole, "Kim sat.", .. more]).Output;
        Assert.Equal(Vector("--pooling", "cls"), Vector());   // COCO-LM contrasts sequences
        Assert.NotEqual(Vector("--pooling", "mean"), Vector());
        Assert.NotEqual(Vector("--pooling", "mean"), Vector("--pooling", "first-last-mean"));
    }

    [Fact]
    public void What_cannot_be_used_is_refused_in_a_sentence()
    {
        Cli.Run(["fill", "-m", data.Whole, "No mask."]).ShouldFail(BadUsage, "There is no [MASK] in the text. Write [MASK] where a word is missing.");
        Cli.Run(["fill", "-m", data.Whole, "--file", _work.Write("one.txt", "A [MASK]."), "A [MASK]."]).ShouldFail(BadUsage, "Give either texts or --file, not both.");
        Cli.Run(["fill", "-m", data.Whole, "--file", _work["nowhere.txt"]]).ShouldFail(BadInput, "nowhere.txt");
        Cli.Run(["fill", "-m", data.Whole, "--top", "0", "A [MASK]."]).ShouldFail(BadUsage, "--top: choose 1 to 1000.");
        Cli.Run(["fill", "-m", data.Whole, "--file", _work.Write("bad.txt", [(byte)'a', 0xFF, (byte)'\n'])]).ShouldFail(BadInput, "bad.txt, at or after line 1: not UTF-8", "iconv");
        Cli.Run(["fill", "-m", data.Whole, "--tpo", "3", "A [MASK]."]).ShouldFail(BadUsage, "There is no option '--tpo' here. Did you mean '--top'? If it is text, write -- before it.");
        Cli.Run(["correct", "-m", data.Whole, "--aply", "Kim sat."]).ShouldFail(BadUsage, "Did you mean '--apply'?");
        Assert.Contains("\"--tpo\"", Cli.Succeed(["embed", "-m", data.Whole, "--", "--tpo"]).Output, StringComparison.Ordinal);
        Cli.Run(["embed", "-m", data.Whole, "--out", "vectors.json", "A text."]).ShouldFail(BadUsage, "files are .npy", "write > vectors.json");
        Cli.Run(["embed", "-m", data.Whole, "--out", "vectors.npy", "--search", "lines.txt", "A text."]).ShouldFail(BadUsage, "give no --out with it");
        Cli.Run(["embed", "-m", data.Whole, "--pooling", "max", "A text."]).ShouldFail(BadUsage, "'max'");
        Cli.Run(["embed", "-m", data.Shards, "A text."]).ShouldFail(BadInput, "neither a run");
    }

    public void Dispose() => _work.Dispose();
}
