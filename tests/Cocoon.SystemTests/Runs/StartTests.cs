using System.Text.Json;
using Cocoon.Cli;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>Runs that begin with another run's weights.</summary>
public sealed class StartTests(TinyData data) : IClassFixture<TinyData>, IDisposable
{
    private const int BadUsage = 2, Killed = 128 + 9;
    private const int OperationsOfSave = 13;
    private readonly WorkFolder _work = new();

    [Fact]
    public void The_same_objective_goes_on_with_every_tensor()
    {
        var result = Cli.Succeed(data.Pretrain(_work["run"], "--from", data.Whole, "--set", "training.steps=10"));
        Assert.Contains("tiny (coco-lm), 60 steps", result.Error, StringComparison.Ordinal);
        var from = From(_work["run"]);
        Assert.Equal(["embeddings (4)", "main (25)", "copy_head (2)", "language_head.bias", "sequence_head (4)", "auxiliary (18)"], Names(from, "loaded"));
        Assert.Empty(Names(from, "new").Concat(Names(from, "dropped")));
        Assert.Equal((60, "coco-lm", Path.Combine(data.Whole, "model")), (from.GetProperty("steps").GetInt32(), from.GetProperty("objective").GetString(), from.GetProperty("folder").GetString()));
        Assert.True(FirstLoss(_work["run"]) < FirstLoss(data.Whole) - 5, "it does not begin where the other began");
        Assert.Contains("60 steps", Cli.Succeed(["inspect", _work["run"]]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_objective_takes_what_it_has_in_common_and_says_so()
    {
        string[] line = ["pretrain", Repository.PathOf("recipes", "tiny", "electra.json"), "--data", data.Shards, "--run", _work["run"], "--from", Path.Combine(data.Whole, "checkpoints", "step-00000060"), "--set", "training.steps=12"];
        var plan = Cli.Succeed([.. line, "--dry-run", "--json"]).Json.GetProperty("from");
        Assert.False(Directory.Exists(_work["run"]));
        Cli.Succeed(line);
        var from = From(_work["run"]);
        foreach (string list in new[] { "loaded", "new", "dropped" }) Assert.Equal(Names(plan, list), Names(from, list));
        Assert.Equal(["embeddings (4)", "main (25)"], Names(from, "loaded"));
        Assert.Equal(["detection_head (4)", "generator (32)"], Names(from, "new"));
        Assert.Equal(["copy_head (2)", "language_head.bias", "sequence_head (4)", "auxiliary (18)"], Names(from, "dropped"));
    }

    [Fact]
    public void More_layers_and_more_positions_are_new_the_rest_is_loaded()
    {
        var from = Cli.Succeed(data.Pretrain(_work["run"], "--from", data.Whole, "--set", "model.layers=3", "--set", "model.maxLength=64", "--dry-run", "--json")).Json.GetProperty("from");
        Assert.Equal(["embeddings.positions (32 of 64 rows)"], Names(from, "partly"));
        Assert.Equal(["main.layers.2 (12)"], Names(from, "new"));
        Assert.Empty(Names(from, "dropped"));
        Assert.Contains("main.layers.1 (12)", Names(from, "loaded"));
    }

    [Fact]
    public void Words_that_both_models_have_keep_their_vectors_where_one_has_more()
    {
        string t5 = Repository.PathOf("recipes", "tiny", "t5.json");
        using (var whole = ModelLocator.Load(data.Whole, _ => { }))
        using (var start = StartingModel.Load(data.Whole, _ => { }))
        {
            var recipe = Recipe.Load(t5);
            using var model = TrainedModel.Create(recipe.Model, recipe.Objective, recipe.Precision, start.Tokenizer, seed: 1);
            ReadOnlySpan<float> words = whole.Parameters["embeddings.tokens"].Tensor.Values;
            Assert.False(words.SequenceEqual(model.Parameters["embeddings.tokens"].Tensor.Values[..words.Length]));

            Assert.Equal(["embeddings.tokens (512 of 612 rows)"], start.Give(model.Parameters).Partly);

            Assert.True(words.SequenceEqual(model.Parameters["embeddings.tokens"].Tensor.Values[..words.Length]));
        }

        Cli.Succeed("pretrain", t5, "--data", data.Shards, "--run", _work["t5"], "--from", data.Whole, "--set", "training.steps=12");
        var back = Cli.Succeed(data.Pretrain(_work["run"], "--from", _work["t5"], "--dry-run"));
        Assert.Contains("embeddings.tokens (all 512 rows, of 612 there)", back.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_segments_the_first_one_becomes_a_part_of_every_position()
    {
        Cli.Succeed("pretrain", Repository.PathOf("recipes", "tiny", "bert.json"), "--data", data.Shards, "--run", _work["bert"], "--set", "training.steps=12");
        using var bert = ModelLocator.Load(_work["bert"], _ => { });
        using var start = StartingModel.Load(_work["bert"], _ => { });
        var recipe = Recipe.Load(TinyData.Recipe);
        using var model = TrainedModel.Create(recipe.Model, recipe.Objective, recipe.Precision, start.Tokenizer);

        var given = start.Give(model.Parameters);

        Assert.Equal(["embeddings.segments (the first of 2, added to every position)"], given.Partly);
        Assert.DoesNotContain("embeddings.segments", given.Dropped);
        var (there, here, segments) = (bert.Parameters["embeddings.positions"].Tensor, model.Parameters["embeddings.positions"].Tensor, bert.Parameters["embeddings.segments"].Tensor);
        Assert.True(segments.Values.ContainsAnyExcept(0));
        for (int row = 0; row < here.Rows; row++)
            Assert.Equal(there.Row(row).ToArray().Zip(segments.Row(0).ToArray(), (position, segment) => position + segment), here.Row(row).ToArray());

        string unilm = Repository.PathOf("recipes", "tiny", "unilm.json");
        Assert.Contains("embeddings.segments (2 of 6 rows)", Cli.Succeed("pretrain", unilm, "--data", data.Shards, "--from", _work["bert"], "--dry-run").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_lost_its_later_checkpoints_begins_with_the_same_weights_again()
    {
        string[] from = ["--from", data.Whole, "--set", "training.seed=7"];
        Cli.Run(data.Pretrain(_work["run"], [.. from, "--max-time", "0.01s"])).ShouldFail(75);
        Directory.Delete(Path.Combine(_work["run"], "checkpoints", RunBytes.Newest(_work["run"])), recursive: true);
        Assert.Contains("0 of 60 steps are taken", Cli.Succeed(["resume", _work["run"]]).Error, StringComparison.Ordinal);

        Cli.Succeed(data.Pretrain(_work["whole"], from));
        RunBytes.AssertEqual(_work["whole"], _work["run"]);
        Cli.Succeed(data.Pretrain(_work["initial"], "--set", "training.seed=7"));
        Assert.NotEqual(RunBytes.Weights(_work["initial"]), RunBytes.Weights(_work["whole"]));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(OperationsOfSave)]   // the weights are saved, nothing else
    public void A_start_that_was_killed_leaves_nothing_to_the_next(int operation)
    {
        Assert.Equal(Killed, Cli.RunWith(("COCOON_FAILPOINT", $"checkpoint:{operation}"), data.Pretrain(_work["run"], "--from", data.Whole)).ExitCode);
        Assert.False(File.Exists(Path.Combine(_work["run"], "recipe.json")));
        File.WriteAllText(Path.Combine(_work["run"], "recipe.json.tmp-1"), "{"); // of one that was killed while it wrote this
        Cli.Succeed(data.Pretrain(_work["run"]));
        RunBytes.AssertEqual(data.Whole, _work["run"]);
    }

    [Fact]
    public void Without_its_first_weights_a_run_is_not_resumed_from_others()
    {
        Cli.Run(data.Pretrain(_work["run"], "--from", data.Whole, "--max-time", "0.01s")).ShouldFail(75);
        Directory.Delete(Path.Combine(_work["run"], "checkpoints"), recursive: true);
        Cli.Run(["resume", _work["run"]]).ShouldFail(3, "no good checkpoint is left", "--from");
    }

    [Fact]
    public void Another_tokenizer_and_another_width_are_refused()
    {
        Cli.Succeed(["tokenizer", "train", "--input", "samples/kipling-kim-1901.txt", "--vocab-size", "512", "--out", _work["other"]]);
        Cli.Succeed(["data", "prepare", "--input", "samples/kipling-kim-1901.txt", "-t", _work["other"], "--out", _work["data"]]);
        Cli.Run(["pretrain", TinyData.Recipe, "--data", _work["data"], "--run", _work["run"], "--from", data.Whole]).ShouldFail(BadUsage, "was trained with tokenizer", "cocoon data prepare --tokenizer");
        Cli.Run(data.Pretrain(_work["run"], "--from", data.Whole, "--set", "model.hiddenSize=64", "--set", "model.heads=4"))
            .ShouldFail(BadUsage, "model.hiddenSize is 32 there and 64 here", "model.heads is 2 there and 4 here", "--set model.hiddenSize=32");
        Cli.Run(data.Pretrain(_work["run"], "--from", data.Shards)).ShouldFail(3, "neither a run");
        Assert.False(Directory.Exists(_work["run"]));
    }

    [Fact]
    public void Branches_are_named_by_the_largest_that_belong_together()
    {
        string[] all = ["a.b.c", "a.b.d", "a.e", "f.g", "h.i.j", "h.i.k", "l"];
        Assert.Equal(["a (3)", "f.g", "h.i.k"], TensorBranches.Of(all, new HashSet<string> { "a.b.c", "a.b.d", "a.e", "f.g", "h.i.k" }));
        Assert.Equal(["a.b (2)", "h (2)", "l"], TensorBranches.Of(all, new HashSet<string> { "a.b.c", "a.b.d", "h.i.j", "h.i.k", "l" }));
        Assert.Empty(TensorBranches.Of(all, new HashSet<string>()));
    }

    public void Dispose() => _work.Dispose();

    private static JsonElement From(string run) => JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "provenance.json"))).RootElement.GetProperty("from");

    private static IEnumerable<string> Names(JsonElement from, string list) => from.GetProperty(list).EnumerateArray().Select(name => name.GetString()!);

    private static double FirstLoss(string run) => JsonDocument.Parse(File.ReadLines(Path.Combine(run, "metrics.jsonl")).First()).RootElement.GetProperty("loss").GetDouble();
}
