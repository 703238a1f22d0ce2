using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>Preparing text: killed and gone on with, mixed, and divided.</summary>
public sealed class PreparationTests(PreparationTests.Whole whole) : IClassFixture<PreparationTests.Whole>, IDisposable
{
    private readonly WorkFolder _work = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    public void Killed_after_any_shard_it_goes_on_to_the_same_bytes(int shards)
    {
        using (var running = Cli.Start(whole.Prepare(_work["data"])))
        {
            string sign = Path.Combine(_work["data"], shards == 0 ? "preparation-in-progress" : $"shard-{shards - 1:D5}.tokens");
            while (!File.Exists(sign) && !running.Process.HasExited) Thread.Sleep(1);
            running.Process.Kill();
            running.Process.WaitForExit();
        }
        Assert.False(File.Exists(Path.Combine(_work["data"], "manifest.json")), "the kill came too late");

        string resumed = Cli.Succeed(whole.Prepare(_work["data"])).Error;

        if (shards > 1) Assert.Contains("shards were finished before and stayed", resumed, StringComparison.Ordinal);
        AssertSame(whole.Folder, _work["data"]);
        AssertSame(whole.Folder + "-held-out", _work["data-held-out"]);
        Cli.Succeed(["data", "verify", _work["data"], _work["data-held-out"], "--input", "samples"]);
    }

    [Fact]
    public void An_unfinished_preparation_is_not_gone_on_with_by_another_command()
    {
        using (var running = Cli.Start(whole.Prepare(_work["data"])))
        {
            while (!File.Exists(Path.Combine(_work["data"], "shard-00003.tokens"))) Thread.Sleep(1);
            running.Process.Kill();
            running.Process.WaitForExit();
        }
        Cli.Run([.. whole.Prepare(_work["data"]), "--seed", "8"]).ShouldFail(3, "was begun with seed 0, not 8", "delete the folder to start over");
    }

    [Fact]
    public void Corpora_are_mixed_by_weight()
    {
        string small = _work.Write("small.jsonl", string.Concat(Enumerable.Range(0, 40).Select(i => $"{{\"text\": \"small {i}\"}}\n")));
        string large = _work.Write("large.jsonl", string.Concat(Enumerable.Range(0, 100).Select(i => $"{{\"text\": \"large {i}\"}}\n")));
        string[] mix = ["data", "prepare", "--input", large, "--input", small, "--weight", $"{small}=3", "-t", whole.Tokenizer];

        var facts = Cli.Succeed([.. mix, "--out", _work["one"], "--json"]).Json;
        Cli.Succeed([.. mix, "--out", _work["two"], "--threads", "1"]);
        Cli.Succeed([.. mix, "--out", _work["three"], "--seed", "5"]);

        Assert.Equal(100 + 3 * 40, facts.GetProperty("documents").GetInt64());
        AssertSame(_work["one"], _work["two"]);
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(_work["one"], "shard-00000.tokens")), File.ReadAllBytes(Path.Combine(_work["three"], "shard-00000.tokens")));
        Cli.Succeed(["data", "verify", _work["one"], "--input", small, large]);
    }

    [Theory]
    [InlineData("--weight samples=many", "--weight samples=many: give an input and a number")]
    [InlineData("--weight books=2", "'books' is not given with --input")]
    [InlineData("--weight samples=2 samples=3", "'samples' has a weight already")]
    [InlineData("--hold-out 80%", "--hold-out 80%: give a part above 0 and at most a half")]
    [InlineData("--hold-out some", "--hold-out some: give a part")]
    public void What_cannot_be_meant_is_refused(string options, string sentence)
    {
        Cli.Run([.. new[] { "data", "prepare", "--input", "samples", "-t", whole.Tokenizer, "--out", _work["data"] }, .. options.Split(' ')]).ShouldFail(2, sentence);
        Assert.False(Directory.Exists(_work["data"]));
    }

    public void Dispose() => _work.Dispose();

    private static void AssertSame(string expected, string actual)
    {
        Assert.Equal(Names(expected), Names(actual));
        foreach (string name in Names(expected)) Assert.Equal(File.ReadAllBytes(Path.Combine(expected, name)), File.ReadAllBytes(Path.Combine(actual, name)));
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);

    /// <summary>A preparation that was not interrupted, made once for all tests.</summary>
    public sealed class Whole : IDisposable
    {
        private readonly WorkFolder _work = new();

        public Whole()
        {
            Cli.Succeed(["tokenizer", "train", "--input", "samples", "--vocab-size", "512", "--out", Tokenizer]);
            Cli.Succeed(Prepare(Folder));
        }

        public string Tokenizer => _work["tokenizer"];

        public string Folder => _work["data"];

        // Paragraphs as documents, and shards so small that there are many.
        public string[] Prepare(string folder) =>
            ["data", "prepare", "--input", "samples", "--separator", "blank-line", "-t", Tokenizer, "--out", folder, "--tokens-per-shard", "4000", "--hold-out", "5%"];

        public void Dispose() => _work.Dispose();
    }
}
