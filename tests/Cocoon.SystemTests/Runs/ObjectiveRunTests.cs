using System.Runtime.InteropServices;
using System.Text.Json;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>Every objective's tiny recipe through every verb that serves it.</summary>
public sealed class ObjectiveRunTests(TinyData data) : IClassFixture<TinyData>, IDisposable
{
    private readonly WorkFolder _work = new();

    public static TheoryData<string> Tiny => [.. Directory.EnumerateFiles(Repository.PathOf("recipes", "tiny"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Tiny))]
    public void A_tiny_recipe_trains_stops_resumes_and_can_be_looked_at(string recipe)
    {
        string whole = _work["whole"], parts = _work["parts"];
        var plan = Cli.Succeed([.. Pretrain(recipe, whole), "--dry-run", "--json"]).Json;
        Cli.Succeed(Pretrain(recipe, whole));
        Assert.Equal(75, Cli.Run(Pretrain(recipe, parts, "--max-time", "0.01s", "--threads", "1")).ExitCode);
        Cli.Succeed(["resume", parts]);
        RunBytes.AssertEqual(whole, parts);

        Assert.Equal(plan.GetProperty("parameters").GetInt64(), Cli.Succeed(["inspect", Path.Combine(whole, "model"), "--json"]).Json.GetProperty("parameters").GetInt64());
        var batch = Cli.Succeed(["inspect", whole, "--batch", "1", "--sequences", "2", "--json"]).Json;
        Assert.Contains(batch.GetProperty("shown")[0].EnumerateArray(), t => t.GetProperty("isMasked").GetBoolean());
        string text = Cli.Succeed(["inspect", whole, "--batch", "1"]).Output;
        Assert.Equal(recipe is "coco-lm" or "electra", text.Contains("\nsampled", StringComparison.Ordinal));
        Assert.Equal(recipe is not "electra", text.Contains("\ncorrected", StringComparison.Ordinal));
        Assert.DoesNotMatch("<[0-9]+>", text);   // a mark of a span has a name
        Assert.Equal(recipe is "coco-lm" or "simcse", text.Contains("contrasted with: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("coco-lm")]
    [InlineData("electra")]
    [InlineData("bert")]
    [InlineData("roberta")]
    [InlineData("simcse")]
    [InlineData("bart")]
    [InlineData("xlnet")]
    [InlineData("unilm")]
    public void A_trained_model_fills_masks_and_makes_vectors(string recipe)
    {
        string run = _work["run"];
        Cli.Succeed(Pretrain(recipe, run));
        AssertFills(run);
        AssertEmbeds(run);
    }

    [Fact]
    public void Electra_finds_wrong_words_but_proposes_none()
    {
        Cli.Succeed(Pretrain("electra", _work["run"]));
        var found = Cli.Succeed(["correct", "-m", _work["run"], "--threshold", "0", "Kim sat."]);
        Assert.Equal(3, found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("→", found.Output, StringComparison.Ordinal);
        Assert.Contains("not trained to propose", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_masked_language_model_cannot_correct_and_says_so()
    {
        Cli.Succeed(Pretrain("roberta", _work["run"]));
        Assert.Contains("COCO-LM and ELECTRA can", Cli.Run(["correct", "-m", _work["run"], "Kim sat."]).Error, StringComparison.Ordinal);
        Cli.Run(["generate", "-m", _work["run"], "Kim sat"]).ShouldFail(2, "not trained to go on with a text");
    }

    [Theory]
    [InlineData("gpt")]
    [InlineData("unilm")]
    [InlineData("t5")]
    [InlineData("bart")]
    public void A_text_is_continued_and_a_seed_names_the_continuation(string recipe)
    {
        Cli.Succeed(Pretrain(recipe, _work["run"]));
        string[] generate = ["generate", "-m", _work["run"], "--max-tokens", "12"];
        string said = Cli.Succeed([.. generate, "--seed", "3", "Kim sat"]).Output;

        Assert.StartsWith("Kim sat", said, StringComparison.Ordinal);
        Assert.Equal(said, Cli.Succeed([.. generate, "--seed", "3", "--threads", "1", "Kim sat"]).Output);
        Assert.NotEqual(said, Cli.Succeed([.. generate, "--seed", "4", "Kim sat"]).Output);
        Assert.Equal("Kim sat\n", Cli.Succeed(["generate", "-m", _work["run"], "--max-tokens", "0", "Kim sat"]).Output);
        Cli.Run([.. generate, "--temperature=-1", "--top-p", "2"]).ShouldFail(2, "--temperature: -1", "--top-p: 2");
    }

    public void Dispose() => _work.Dispose();

    private static void AssertFills(string run)
    {
        var blanks = Cli.Succeed(["fill", "-m", run, "--top", "3", "--json", "Kim [MASK] on [MASK].", "The [MASK]"]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([(1, 5), (1, 15), (2, 5)], blanks.Select(b => (b.GetProperty("line").GetInt32(), b.GetProperty("column").GetInt32())));
        Assert.All(blanks, b => Assert.Equal(3, b.GetProperty("proposals").GetArrayLength()));
        Assert.InRange(blanks[0].GetProperty("proposals")[0].GetProperty("probability").GetDouble(), 1.0 / 512, 1);
    }

    private void AssertEmbeds(string run)
    {
        string[] lines = ["Kim sat on the gun.", "", "The lama went to the road.", "Kim sat on the gun!"];
        string file = _work.Write("lines.txt", string.Join('\n', lines)), array = _work["vectors.npy"];
        var vectors = Cli.Succeed(["embed", "-m", run, "--file", file]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(lines, vectors.Select(v => v.GetProperty("text").GetString()!));
        Assert.Equal(1, vectors[0].GetProperty("vector").EnumerateArray().Sum(v => Math.Pow(v.GetDouble(), 2)), 1e-5);
        Assert.Contains("4 vectors of 32 numbers", Cli.Succeed(["embed", "-m", run, "--file", file, "--out", array]).Error, StringComparison.Ordinal);
        Assert.Equal(vectors.SelectMany(v => v.GetProperty("vector").EnumerateArray()).Select(v => v.GetSingle()), MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(array).AsSpan(128)).ToArray());
        var found = Cli.Succeed(["embed", "-m", run, "--search", file, "--top", "2", "--json", lines[2]]).Json.GetProperty("found");
        Assert.Equal((2, 3, lines[2]), (found.GetArrayLength(), found[0].GetProperty("line").GetInt32(), found[0].GetProperty("text").GetString()));
        Assert.Equal(1, found[0].GetProperty("cosine").GetDouble(), 1e-5);
    }

    private string[] Pretrain(string recipe, string run, params string[] more) =>
        ["pretrain", Repository.PathOf("recipes", "tiny", recipe + ".json"), "--data", data.Shards, "--eval-data", data.HeldOut, "--run", run,
            "--set", "training.steps=12", "--set", "training.evaluationBatches=2", .. more];
}
