using System.Text.Json;
using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>The main path, from text to corrected sentences, as a user types it.</summary>
public sealed class EndToEndTests(TinyData data) : IClassFixture<TinyData>, IDisposable
{
    private readonly WorkFolder _work = new();

    [Fact]
    public void A_run_holds_everything_that_is_promised()
    {
        string run = _work["run"];
        var result = Cli.Succeed(data.Pretrain(run));

        Assert.Contains("complete: 60 steps", result.Error, StringComparison.Ordinal);
        foreach (string file in new[] { "recipe.json", "provenance.json", "metrics.jsonl", "timing.jsonl", "events.jsonl", "tokenizer/tokenizer.json", "model/model.safetensors", "model/config.json", "model/vocab.txt", "report.html", "checkpoints/latest" })
            Assert.True(File.Exists(Path.Combine(run, file)), file);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(run, "tensorboard")));
        using var provenance = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "provenance.json")));
        Assert.Equal(64, provenance.RootElement.GetProperty("tokenizer").GetString()!.Length);
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(run, "report.html")), StringComparison.Ordinal);

        AssertInspection(run);
        AssertCorrection(run);
        AssertExercise(run);
        AssertMemory(run);
        Assert.Contains("complete: 60 steps", Cli.Succeed(["resume", run]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_run_goes_on_to_the_same_bytes()
    {
        var stopped = Cli.Run(data.Pretrain(_work["parts"], "--max-time", "0.01s"));
        Assert.Equal(75, stopped.ExitCode);
        Assert.Contains("cocoon resume", stopped.Error, StringComparison.Ordinal);
        Assert.Equal("step-00000001", RunBytes.Newest(_work["parts"]));
        Assert.Equal(75, Cli.Run(["resume", _work["parts"], "--max-time", "0.01s", "--threads", "1"]).ExitCode);
        Cli.Succeed(["resume", _work["parts"]]);
        RunBytes.AssertEqual(data.Whole, _work["parts"]);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_but_the_seed_does()
    {
        Cli.Succeed(data.Pretrain(_work["one"], "--threads", "1"));
        Cli.Succeed(data.Pretrain(_work["other"], "--set", "training.seed=2"));
        RunBytes.AssertEqual(data.Whole, _work["one"]);
        Assert.NotEqual(RunBytes.Weights(_work["one"]), RunBytes.Weights(_work["other"]));
    }

    [Fact]
    public void A_dry_run_prints_the_plan_and_writes_nothing()
    {
        var plan = Cli.Succeed([.. data.Pretrain(_work["run"]), "--dry-run", "--json"]).Json;
        Assert.Equal(60, plan.GetProperty("steps").GetInt64());
        Assert.Equal(256, plan.GetProperty("tokensPerStep").GetInt64());
        Assert.True(plan.GetProperty("flops").GetDouble() > 1e9);
        Assert.False(Directory.Exists(_work["run"]));
        Assert.Contains("GFLOP/s", Cli.Succeed(["pretrain", "recipes/pretrain/coco-lm-base.json", "--dry-run"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_duration_in_time_becomes_steps_in_the_resolved_recipe()
    {
        Cli.Succeed(data.Pretrain(_work["run"], "--set", "training.duration=1 s", "--set", "training.warmupSteps=0"));
        using var recipe = JsonDocument.Parse(File.ReadAllText(Path.Combine(_work["run"], "recipe.json")));
        Assert.InRange(recipe.RootElement.GetProperty("training").GetProperty("steps").GetInt64(), 1, 100_000);
    }

    public void Dispose() => _work.Dispose();

    private void AssertInspection(string run)
    {
        var facts = Cli.Succeed(["inspect", run, "--json"]).Json;
        Assert.Equal(60, facts.GetProperty("newestCheckpoint").GetInt64());
        var batch = Cli.Succeed(["inspect", run, "--batch", "3", "--sequences", "2", "--json"]).Json;
        Assert.Equal(2, batch.GetProperty("shown").GetArrayLength());
        Assert.Contains(batch.GetProperty("shown")[0].EnumerateArray(), t => t.GetProperty("isMasked").GetBoolean() && t.GetProperty("masked").GetString() == "[MASK]");
        string text = Cli.Succeed(["inspect", run, "--batch", "3"]).Output;
        foreach (string label in new[] { "original", "masked", "sampled", "detected", "corrected" }) Assert.Contains("\n" + label, text, StringComparison.Ordinal);
        Cli.Succeed(["inspect", Path.Combine(run, "checkpoints", "step-00000060")]);
        Cli.Succeed(["inspect", Path.Combine(run, "model")]);
        Cli.Succeed(["inspect", data.Shards]);
        Cli.Succeed(["inspect", data.Tokenizer]);
    }

    private static void AssertExercise(string run)
    {
        string[] line = ["correct", "--model", run, "--exercise", "samples/kipling-kim-1901.txt", "--sentences", "20", "--show", "2"];
        var facts = Cli.Succeed([.. line, "--json"]).Json.GetProperty("exercise");
        Assert.Equal((20, 2), (facts.GetProperty("sentences").GetInt32(), facts.GetProperty("shown").GetArrayLength()));
        Assert.InRange(facts.GetProperty("found").GetInt32(), 0, 20);
        Assert.InRange(facts.GetProperty("chance").GetDouble(), 1.0 / 60, 1.0 / 8);
        string text = Cli.Succeed(line).Output;
        foreach (string part in new[] { "Rule (seed 1)", "\n1. ", "\n2. ", "»", "   - ", "In 20 such sentences" }) Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n3. ", text, StringComparison.Ordinal);
        Cli.Run([.. line, "--apply"]).ShouldFail(2, "--exercise brings its own text");
    }

    /// <summary>After warm-up a step takes next to nothing from the managed heap.</summary>
    private static void AssertMemory(string run)
    {
        var lines = File.ReadLines(Path.Combine(run, "timing.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var late = lines.Skip(lines.Count / 2).Select(l => l.GetProperty("managedBytes").GetInt64()).Order().ToList();
        Assert.InRange(late[late.Count / 2], 1, 64 << 10);
        Assert.All(lines, l => Assert.True(l.GetProperty("residentBytes").GetInt64() > 10 << 20));
    }

    private static void AssertCorrection(string run)
    {
        var word = Cli.Succeed(["correct", "--model", run, "--threshold", "0", "--proposals", "2", "--json", "Kim sat."]);
        Assert.Equal(3, word.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var first = JsonDocument.Parse(word.Output.Split('\n')[0]).RootElement;
        Assert.Equal("Kim", first.GetProperty("word").GetString());
        Assert.Equal(2, first.GetProperty("proposals").GetArrayLength());
        Assert.StartsWith("2:1  sat", Cli.RunWithInput("Kim\nsat", ["correct", "-m", run, "--threshold", "0"]).Output.Split('\n')[1], StringComparison.Ordinal);
        Assert.Equal("Kim sat.", Cli.Succeed(["correct", "-m", Path.Combine(run, "checkpoints", "step-00000060"), "--threshold", "1", "--apply", "Kim sat."]).Output.Trim());
    }
}
