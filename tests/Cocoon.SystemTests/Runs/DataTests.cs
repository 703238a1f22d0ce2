using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>The verbs about prepared text, and those about the machine.</summary>
public sealed class DataTests(TinyData data) : IClassFixture<TinyData>, IDisposable
{
    private readonly WorkFolder _work = new();

    [Fact]
    public void Preparing_again_gives_the_same_bytes_on_any_number_of_threads()
    {
        Cli.Succeed(["data", "prepare", "--input", "samples", "-t", data.Tokenizer, "--out", _work["again"], "--threads", "1"]);
        foreach (string file in new[] { "manifest.json", "shard-00000.tokens" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(data.Shards, file)), File.ReadAllBytes(Path.Combine(_work["again"], file)));
    }

    [Fact]
    public void Shards_are_described()
    {
        var facts = Cli.Succeed(["data", "stats", data.Shards, "--json"]).Json;
        Assert.Equal(4, facts.GetProperty("documents").GetInt64());
        Assert.InRange(facts.GetProperty("unigramEntropy").GetDouble(), 4, Math.Log(512));
        Assert.Contains("sound", Cli.Succeed(["data", "verify", data.Shards]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_are_compared_with_the_text_they_came_from()
    {
        Assert.True(Cli.Succeed(["data", "verify", data.Shards, "--input", "samples", "--json"]).Json.GetProperty("comparedWithText").GetBoolean());
        Cli.Run(["data", "verify", data.Shards, "--input", "samples/kipling-kim-1901.txt"]).ShouldFail(3, "no file of this name");
    }

    [Fact]
    public void Text_is_described_with_its_blemishes()
    {
        string text = _work.Write("text.txt", "A page.\n\nA page.\n\nLost: \uFFFD\n\n");
        var facts = Cli.Succeed(["data", "stats", "--input", text, "--separator", "blank-line", "-t", data.Tokenizer, "--json"]).Json;
        Assert.Equal(1, facts.GetProperty("duplicateDocuments").GetInt64());
        Assert.Equal(1, facts.GetProperty("replacementCharacters").GetInt64());
        Assert.Equal("unknown", facts.GetProperty("languages")[0].GetProperty("language").GetString());   // too few words
        Cli.Run(["data", "stats"]).ShouldFail(2, "Give either a folder of shards, or text");
        Cli.Run(["data", "stats", "--input", text]).ShouldFail(2, "--input needs --tokenizer");
    }

    [Fact]
    public void An_existing_folder_is_not_overwritten() =>
        Cli.Run(["data", "prepare", "--input", "samples", "-t", data.Tokenizer, "--out", data.Shards]).ShouldFail(2, "exists and is not empty");

    [Fact]
    public void The_doctor_names_processor_and_kernels()
    {
        var facts = Cli.Succeed(["doctor", "--json"]).Json;
        Assert.NotEmpty(facts.GetProperty("cpu").GetString()!);
        Assert.NotEmpty(facts.GetProperty("kernels").GetProperty("fp32").GetProperty("reason").GetString()!);
        Assert.Equal(Environment.ProcessorCount, facts.GetProperty("threads").GetInt32());
    }

    [Fact]
    public void The_quickstart_walks_the_whole_path()
    {
        var result = Cli.Succeed(["quickstart", "--out", _work["quick"], "--set", "training.steps=12", "--set", "training.warmupSteps=2", "--set", "training.evaluationBatches=1"]);
        foreach (string step in new[] { "1/5", "2/5", "3/5", "4/5", "5/5", "report.html", "cocoon pretrain" }) Assert.Contains(step, result.Error, StringComparison.Ordinal);
        foreach (string part in new[] { "mlm: nats", "│", "such sentences the wrong word was the most doubtful" }) Assert.Contains(part, result.Output, StringComparison.Ordinal);
        Cli.Run(["quickstart", "--out", _work["quick"]]).ShouldFail(2, "exists and is not empty");
    }

    public void Dispose() => _work.Dispose();
}
