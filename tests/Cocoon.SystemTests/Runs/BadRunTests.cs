using System.Text.Json.Nodes;
using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>Data, recipes, runs and checkpoints that do not fit, or are damaged, are refused before anything is trained on them.</summary>
public sealed class BadRunTests(TinyData data) : IClassFixture<TinyData>, IDisposable
{
    private const int BadUsage = 2, BadInput = 3;
    private readonly WorkFolder _work = new();

    [Fact]
    public void A_recipe_with_many_mistakes_hears_of_all()
    {
        string recipe = _work.Write("recipe.json", File.ReadAllText(TinyData.Recipe).Replace("\"../base/coco-lm.json\"", $"\"{Path.GetDirectoryName(Path.GetDirectoryName(TinyData.Recipe))!.Replace('\\', '/')}/base/coco-lm.json\"", StringComparison.Ordinal)
            .Replace("\"name\": \"tiny\",", "", StringComparison.Ordinal).Replace("\"layers\": 2", "\"lyaers\": 2", StringComparison.Ordinal).Replace("\"heads\": 2", "\"heads\": 5", StringComparison.Ordinal)
            .Replace("\"sequenceLength\": 32", "\"sequenceLength\": 64", StringComparison.Ordinal).Replace("\"vocabularySize\": 512", "\"vocabularySize\": 600", StringComparison.Ordinal));
        Cli.Run(["pretrain", recipe, "--data", data.Shards, "--run", _work["run"]]).ShouldFail(BadUsage,
            "5 problems", "model.lyaers: There is no such field. Did you mean 'layers'?", "name: This is missing.", "model.heads: 5 heads do not divide",
            "data.sequenceLength: Sequences of 64 tokens, but positions for 32.", "model.vocabularySize: The recipe says 600, but the tokenizer", "--set model.vocabularySize=512");
        Assert.False(Directory.Exists(_work["run"]));
    }

    [Fact]
    public void A_missing_recipe_is_named_with_its_neighbor() =>
        Cli.Run(["pretrain", "recipes/tiny/coco-ml.json", "--dry-run"]).ShouldFail(BadUsage, "does not exist", "Did you mean 'coco-lm.json'?");

    [Fact]
    public void An_existing_run_is_not_overwritten()
    {
        Copy(data.Whole, _work["run"]);
        Cli.Run(data.Pretrain(_work["run"])).ShouldFail(BadUsage, "a run is there already", "cocoon resume");
        _work.Write("file", "text");
        Cli.Run(data.Pretrain(Path.GetDirectoryName(_work["file"])!)).ShouldFail(BadUsage, "exists and is not empty");
    }

    [Fact]
    public void Text_of_another_tokenizer_is_refused()
    {
        Cli.Succeed(["tokenizer", "train", "--input", "samples/kipling-kim-1901.txt", "--vocab-size", "512", "--out", _work["other"]]);
        Cli.Succeed(["data", "prepare", "--input", "samples/kipling-kim-1901.txt", "-t", _work["other"], "--out", _work["other-data"]]);
        Cli.Run(["pretrain", TinyData.Recipe, "--data", data.Shards, "--eval-data", _work["other-data"], "--run", _work["run"]]).ShouldFail(BadInput, "These shards were made with tokenizer", "Prepare the text again");
        Copy(data.Shards, _work["mixed"]);
        Copy(_work["other"], Path.Combine(_work["mixed"], "tokenizer"));
        Cli.Run(["pretrain", TinyData.Recipe, "--data", _work["mixed"], "--run", _work["run"]]).ShouldFail(BadInput, "the tokenizer beside them");
    }

    [Fact]
    public void Kernels_that_give_other_bits_than_those_the_run_began_with_are_named()
    {
        Copy(data.Whole, _work["run"]);
        Assert.DoesNotContain("began with", Cli.Succeed(["resume", _work["run"]]).Error, StringComparison.Ordinal);
        string file = Path.Combine(_work["run"], "provenance.json");
        var provenance = JsonNode.Parse(File.ReadAllText(file))!;
        provenance["kernels"] = "EmittedBf16 matrix kernel";
        File.WriteAllText(file, provenance.ToJsonString());
        Assert.Contains("the run began with EmittedBf16 matrix kernel; here it goes on with", Cli.Succeed(["resume", _work["run"]]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_text_in_the_place_of_the_runs_text_is_refused()
    {
        Copy(data.HeldOut, _work["data"]);
        Cli.Run(["pretrain", TinyData.Recipe, "--data", _work["data"], "--run", _work["run"], "--max-time", "0.01s"]).ShouldFail(75);
        Directory.Move(_work["data"], _work["moved"]);
        Cli.Run(["resume", _work["run"]]).ShouldFail(BadInput, "is not there", "--data");
        Copy(data.Shards, _work["data"]);
        Cli.Run(["resume", _work["run"]]).ShouldFail(BadInput, "other text than the run began with");
        Cli.Succeed(["resume", _work["run"], "--data", _work["moved"]]);
    }

    [Fact]
    public void A_flipped_bit_in_a_shard_is_found()
    {
        Copy(data.Shards, _work["data"]);
        string shard = Path.Combine(_work["data"], "shard-00000.tokens");
        Flip(shard, new FileInfo(shard).Length / 2);
        Cli.Run(["data", "verify", _work["data"]]).ShouldFail(BadInput, "shard-00000.tokens, byte");
    }

    [Theory]
    [InlineData("shard-00000.tokens")]
    [InlineData("manifest.json")]
    [InlineData("tokenizer/tokenizer.json")]
    public void A_cut_file_of_the_text_is_found(string file)
    {
        Copy(data.Shards, _work["data"]);
        Cut(Path.Combine(_work["data"], file), 100);
        Cli.Run(["pretrain", TinyData.Recipe, "--data", _work["data"], "--run", _work["run"]]).ShouldFail(BadInput, Path.GetFileName(file));
        Assert.False(Directory.Exists(_work["run"]));
    }

    [Theory]
    [InlineData("model.safetensors", true)]
    [InlineData("optimizer.safetensors", false)]
    [InlineData("state.json", false)]
    [InlineData("manifest.json", false)]
    public void A_damaged_checkpoint_gives_way_to_the_one_before_it(string file, bool flip)
    {
        Copy(data.Whole, _work["run"]);
        string damaged = Path.Combine(_work["run"], "checkpoints", "step-00000060", file);
        if (flip) Flip(damaged, 1000);
        else Cut(damaged, 10);
        Cli.Run(["inspect", Path.GetDirectoryName(damaged)!]).ShouldFail(BadInput, file);
        var resumed = Cli.Succeed(["resume", _work["run"]]);
        Assert.Contains("Going back to the checkpoint before it.", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("40 of 60 steps are taken", resumed.Error, StringComparison.Ordinal);
        RunBytes.AssertEqual(data.Whole, _work["run"]);
    }

    [Fact]
    public void A_damaged_model_is_refused()
    {
        Copy(data.Whole, _work["run"]);
        string model = Path.Combine(_work["run"], "model"), config = Path.Combine(model, "config.json"), good = File.ReadAllText(config);
        var json = JsonNode.Parse(good)!;
        json["model"]!["hiddenSize"] = 1 << 20;
        File.WriteAllText(config, json.ToJsonString());
        Cli.Run(["correct", "-m", model, "text"]).ShouldFail(BadInput, "model.safetensors: shorter than");
        File.WriteAllText(config, good);
        Flip(Path.Combine(model, "model.safetensors"), 5000);
        Cli.Run(["correct", "-m", _work["run"], "text"]).ShouldFail(BadInput, "does not match its SHA-256");
        Cli.Run(["correct", "-m", _work["nowhere"], "text"]).ShouldFail(BadInput, "there is no such folder");
        Cli.Run(["correct", "-m", data.Shards, "text"]).ShouldFail(BadInput, "neither a run");
    }

    [Fact]
    public void A_model_that_cannot_correct_says_so()
    {
        Cli.Succeed(data.Pretrain(_work["run"], "--set", "objective.copy=false", "--set", "objective.copyWeight=0", "--set", "training.steps=10"));
        Cli.Run(["correct", "-m", _work["run"], "text"]).ShouldFail(BadUsage, "cannot correct text");
    }

    [Fact]
    public void Too_little_text_for_a_batch_is_explained()
    {
        Cli.Succeed(["data", "prepare", "--input", _work.Write("short.txt", "A short text."), "-t", data.Tokenizer, "--out", _work["short"]]);
        Cli.Run(["pretrain", TinyData.Recipe, "--data", _work["short"], "--run", _work["run"]]).ShouldFail(BadInput, "fewer than a batch of 8");
        Assert.False(File.Exists(Path.Combine(_work["run"], "recipe.json")));
    }

    [Fact]
    public void Losses_that_are_not_finite_end_the_run_with_the_last_good_weights() =>
        Cli.Run(data.Pretrain(_work["run"], "--set", "training.peakLearningRate=9.9", "--set", "training.clipNorm=0", "--set", "training.steps=2000", "--set", "objective.copyWeight=1e30", "--set", "training.maxSkips=0"))
            .ShouldFail(5, "not finite", "A checkpoint holds the last good weights", "--batch");

    [Fact]
    public void What_is_not_a_run_is_not_resumed()
    {
        Cli.Run(["resume", data.Shards]).ShouldFail(BadInput, "there is no recipe.json");
        Cli.Run(["inspect", _work["nowhere"]]).ShouldFail(BadInput, "there is no such file or folder");
        Cli.Run(["pretrain", TinyData.Recipe]).ShouldFail(BadUsage, "Training needs --data and --run");
        Cli.Run([.. data.Pretrain(_work["run"]), "--max-time", "soon"]).ShouldFail(BadUsage, "'soon' is not a time");
    }

    public void Dispose() => _work.Dispose();

    private static void Flip(string file, long offset)
    {
        using var stream = File.Open(file, FileMode.Open);
        stream.Position = offset;
        int value = stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(value ^ 16));
    }

    private static void Cut(string file, int bytes)
    {
        using var stream = File.Open(file, FileMode.Open);
        stream.SetLength(stream.Length - bytes);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        foreach (string folder in Directory.GetDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
