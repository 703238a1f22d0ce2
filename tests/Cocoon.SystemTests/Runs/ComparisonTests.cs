using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>A comparison as a user types it: from the file to the report, and on after whatever stops it.</summary>
public sealed class ComparisonTests(ComparisonTests.Whole whole) : IClassFixture<ComparisonTests.Whole>, IDisposable
{
    private const int BadUsage = 2, BadInput = 3, Stopped = 75, Killed = 128 + 9;
    private static readonly string[] s_pretrained = ["coco-lm", "electra", "mlm"];
    private readonly WorkFolder _work = new();

    [Fact]
    public void A_comparison_holds_everything_that_is_promised()
    {
        foreach (string name in s_pretrained)
        {
            string checkpoints = Path.Combine(whole.Folder, "pretraining", name, "checkpoints");
            Assert.All(StepsOf(name), step => Assert.True(Directory.Exists(Path.Combine(checkpoints, $"step-{step:D8}")), $"{name}, step {step}"));
        }
        string page = File.ReadAllText(Path.Combine(whole.Folder, "report.html"));
        foreach (string part in new[] { "<svg", "cocoon compare", "cocoon pretrain", "&quot;fingerprint&quot;", "electra" }) Assert.Contains(part, page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Everybody_gets_the_same_compute()
    {
        var points = whole.Results("pretraining").ToList();
        Assert.Equal(6, points.Count);
        foreach (var point in points)
        {
            double budget = 2e9 * point.GetProperty("fraction").GetDouble(), flops = point.GetProperty("flops").GetDouble(), step = flops / point.GetProperty("steps").GetInt64();
            Assert.InRange(flops, budget - step, budget);
            Assert.True(double.IsFinite(point.GetProperty("heldOut").GetProperty("loss").GetDouble()));
        }
        Assert.Equal(3, s_pretrained.Select(name => StepsOf(name)[^1]).Distinct().Count());
    }

    [Fact]
    public void Every_model_that_was_kept_learns_every_task_with_every_seed()
    {
        var points = whole.Results("fineTuning").Select(p => (Name: p.GetProperty("competitor").GetString()!, At: p.GetProperty("fraction").GetDouble(),
            Task: p.GetProperty("task").GetString()!, Seed: p.GetProperty("seed").GetInt32(), Score: p.GetProperty("score").GetDouble())).ToList();
        Assert.Equal((3 * 2 + 1) * 2 * 2, points.Count);
        Assert.Equal(points.Count, points.Select(p => (p.Name, p.At, p.Task, p.Seed)).Distinct().Count());
        Assert.All(points, p => Assert.InRange(p.Score, -1, 1));
        Assert.All(points.Where(p => p.Name == "none"), p => Assert.Equal(0, p.At));
        Assert.True(points.Select(p => p.Score).Distinct().Count() > 5, "they differ");
    }

    [Fact]
    public void The_report_says_how_it_was_tested_and_what_scores_cost()
    {
        string page = File.ReadAllText(Path.Combine(whole.Folder, "report.html"));
        foreach (string part in new[] { "sign-flip permutation test", "paired bootstrap", "coco-lm − none", "&#177;", "<polygon", "What a score costs", "pretrained once" }) Assert.Contains(part, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_that_cannot_be_learned_are_refused_before_the_first_step()
    {
        string[] line = ["compare", "recipes/compare/tiny.json", "--data", whole.Data.Shards, "--out", _work["out"]];
        Cli.Run(line).ShouldFail(BadUsage, "name the folder of their data with --tasks");
        Cli.Run([.. line, "--tasks", _work["nowhere"]]).ShouldFail(BadInput, "there is no such folder");
        Cli.Run([.. line, "--tasks", whole.Tasks, "--set", "tasks=[{\"task\":\"SST2\",\"data\":\"SST-2\",\"recipe\":\"../finetune/tiny.json\",\"set\":[\"epoch=1\",\"maxLength=64\"]}]"])
            .ShouldFail(BadUsage, "There is no task 'SST2'. Did you mean 'SST-2'?", "tasks[0] (SST2): epoch: There is no such field. Did you mean 'epochs'?");
        Cli.Run([.. line, "--tasks", whole.Tasks, "--set", "tasks=[{\"task\":\"SST-2\",\"data\":\"SST-2\",\"recipe\":\"../finetune/tiny.json\",\"set\":[\"maxLength=64\"]}]"])
            .ShouldFail(BadUsage, "tasks[0] (SST-2): maxLength: Sequences of 64 tokens, but coco-lm has positions for 32.");
        Cli.Run([.. line, "--tasks", whole.Tasks, "--set", $"competitors=[{{\"name\":\"gpt\",\"recipe\":\"{Repository.PathOf("recipes", "tiny", "gpt.json")}\"}}]"]).ShouldFail(BadUsage, "gpt: its main network is no encoder");
        Assert.False(Directory.Exists(_work["out"]));
    }

    [Fact]
    public void Changed_examples_are_refused_when_it_goes_on()
    {
        TinyTasks.Write(_work["tasks"]);
        string[] line = ["compare", "recipes/compare/tiny.json", "--data", whole.Data.Shards, "--out", _work["out"], "--max-time", "0.01s"];
        Cli.Run([.. line, "--tasks", _work["tasks"]]).ShouldFail(Stopped, "0 of 17 parts");
        File.AppendAllText(Path.Combine(_work["tasks"], "SST-2", "dev.tsv"), "one more\t1\n");
        Cli.Run([.. line, "--tasks", _work["tasks"]]).ShouldFail(BadInput, "not the files that the comparison began with");
        Cli.Run([.. line, "--tasks", whole.Tasks]).ShouldFail(Stopped);
    }

    [Fact]
    public void The_learning_rate_ends_with_the_budget()
    {
        string metrics = File.ReadLines(Path.Combine(whole.Folder, "pretraining", "mlm", "metrics.jsonl")).Last(l => l.Contains("learningRate", StringComparison.Ordinal));
        using var last = JsonDocument.Parse(metrics);
        Assert.Equal(StepsOf("mlm")[^1] - 1, last.RootElement.GetProperty("step").GetInt64());
        Assert.InRange(last.RootElement.GetProperty("learningRate").GetDouble(), 0, 1e-4);
    }

    // One competitor and a task or two of the seventeen parts are enough: each part knows nothing of the others, and so has the bytes that it has among them all.
    [Fact]
    public void Parts_that_are_stopped_again_and_again_come_to_the_same_bytes()
    {
        string[] line = [.. whole.Compare(_work["parts"]), "--only", "fine-tuning/electra"];
        int sittings = 0;
        CliResult result;
        do result = Cli.Run([.. line, "--max-time", string.Create(CultureInfo.InvariantCulture, $"{0.25 * (1 << sittings)}s")]); // twice as long as the one before: few on any machine
        while (result.ExitCode == Stopped && ++sittings < 12);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("complete: 5 parts", result.Error, StringComparison.Ordinal);
        Assert.True(sittings > 1);
        AssertSame(_work["parts"], "electra", "SST-2", "STS-B");
    }

    [Fact]
    public void Parts_that_are_killed_again_and_again_come_to_the_same_bytes()
    {
        string[] line = [.. whole.Compare(_work["killed"]), "--only", "fine-tuning/mlm/at-100/SST-2", "--only", "fine-tuning/mlm/at-50/SST-2/"];
        using (var running = Cli.Start(line))
        {
            running.WaitForError("pretraining/mlm");
            running.Signal("KILL");
            running.Process.WaitForExit();
        }
        int kills = 0;
        while (Cli.RunWith(("COCOON_FAILPOINT", "checkpoint:20"), line).ExitCode == Killed) Assert.True(++kills < 20); // amid the second save that a sitting makes
        Assert.True(kills > 3, "in the pretraining, and in each fine-tuning");
        AssertSame(_work["killed"], "mlm", "SST-2");
    }

    [Fact]
    public void A_part_may_be_done_before_the_others()
    {
        string[] line = [.. whole.Compare(_work["out"])];
        Assert.Contains("complete: 1 parts", Cli.Succeed([.. line, "--only", "fine-tuning/none/at-0/STS-B"]).Error, StringComparison.Ordinal);
        Assert.Equal(["fine-tuning"], Directory.GetDirectories(_work["out"]).Select(Path.GetFileName));
        Cli.Run([.. line, "--only", "fine-tuning/non"]).ShouldFail(BadUsage, "--only fine-tuning/non: the comparison has no part there. Its parts: pretraining/coco-lm, fine-tuning/coco-lm/at-100/SST-2 and so on.");
    }

    [Fact]
    public void The_report_can_be_had_at_any_time()
    {
        Cli.Run([.. whole.Compare(_work["out"]), "--report"]).ShouldFail(BadUsage, "no comparison was begun there");
        Cli.Run([.. whole.Compare(_work["out"]), "--max-time", "0.01s"]).ShouldFail(Stopped, "0 of 17 parts");
        File.Delete(Path.Combine(_work["out"], "report.html"));
        using var busy = new Cocoon.Training.RunLock(_work["out"]);
        Assert.Contains("0 of 17 parts are complete", Cli.Succeed([.. whole.Compare(_work["out"]), "--report"]).Error, StringComparison.Ordinal);
        Assert.Contains("0 of 17 parts", File.ReadAllText(Path.Combine(_work["out"], "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_complete_is_skipped()
    {
        var model = new FileInfo(Path.Combine(whole.Folder, "pretraining", "electra", "model", "model.safetensors"));
        var written = model.LastWriteTimeUtc;
        var again = Cli.Succeed(whole.Compare(whole.Folder));
        Assert.Contains("complete: 17 parts", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("step 1/", again.Error, StringComparison.Ordinal);
        model.Refresh();
        Assert.Equal(written, model.LastWriteTimeUtc);
    }

    [Fact]
    public void Another_comparison_does_not_go_on_with_this_one()
    {
        Cli.Run([.. whole.Compare(whole.Folder), "--set", "pretrainingSeed=2"]).ShouldFail(BadUsage, "another comparison was begun there", "cocoon compare");
        Cli.Run([.. whole.Compare(whole.Folder), "--budget", "3e9flop"]).ShouldFail(BadUsage, "another comparison");
        Cli.Run(["compare", "recipes/compare/tiny.json", "--data", whole.Data.HeldOut, "--out", whole.Folder]).ShouldFail(BadInput, "other text than the run began with");
        _work.Write("note.txt", "mine");
        Cli.Run(whole.Compare(Path.GetDirectoryName(_work["note.txt"])!)).ShouldFail(BadUsage, "not empty", "Choose another folder for the comparison");
    }

    [Fact]
    public void A_budget_of_time_becomes_steps_once()
    {
        string[] line = [.. whole.Compare(_work["time"]), "--budget", "1s", "--set", $"competitors=[{{\"name\":\"mlm\",\"recipe\":\"{Repository.PathOf("recipes", "tiny", "roberta.json")}\",\"set\":[\"training.warmupSteps=0\"]}}]", "--set", "tasks=[]"];
        Cli.Run([.. line, "--max-time", "0.01s"]).ShouldFail(Stopped, "0 of 1 parts are complete");
        string before = File.ReadAllText(Path.Combine(_work["time"], "comparison.json"));
        Cli.Succeed(line);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_work["time"], "comparison.json")));
        using var manifest = JsonDocument.Parse(before);
        var competitor = manifest.RootElement.GetProperty("competitors")[0];
        long steps = competitor.GetProperty("recipe").GetProperty("training").GetProperty("steps").GetInt64();
        Assert.Equal(Math.Floor(1 / competitor.GetProperty("secondsPerStep").GetDouble()), steps);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        string bad = _work.Write("bad.json", """
            {
              "name": "bad", "budget": "soon", "fractions": [0.5], "sedes": [1],
              "competitors": [{ "name": "a", "recipe": "nowhere.json" }, { "name": "A!", "recip": "x.json" }, 7]
            }
            """);
        Cli.Run(["compare", bad, "--data", whole.Data.Shards, "--out", _work["out"]]).ShouldFail(BadUsage,
            "budget: 'soon' is no budget", "fractions: The last of them is not the whole budget", "sedes: There is no such field. Did you mean 'seeds'?",
            "competitors[1].recip: There is no such field. Did you mean 'recipe'?", "competitors[1].recipe: This is missing.", "competitors[1].name: 'A!' is not a name", "competitors[2]: 7 is not a section");
        Cli.Run([.. whole.Compare(_work["out"]), "--budget", "1e7 flop"]).ShouldFail(BadUsage, "competitors[0] (coco-lm): The fractions of 1e7 flop pay for 0");
        Cli.Run([.. whole.Compare(_work["out"]), "--set", "competitors=[{\"name\":\"a\",\"recipe\":\"nowhere.json\"},{\"name\":\"b\",\"recipe\":\"../tiny/electra.json\",\"set\":[\"training.stepz=1\"]}]"])
            .ShouldFail(BadUsage, "competitors[0] (a): (file): It cannot be read", "competitors[1] (b): training.stepz: There is no such field.");
        Assert.False(Directory.Exists(_work["out"]));
    }

    [Fact]
    public void A_dry_run_prints_the_plan_and_writes_nothing()
    {
        var plan = Cli.Succeed([.. whole.Compare(_work["out"]), "--dry-run", "--json"]).Json;
        Assert.Equal(["coco-lm", "electra", "mlm", "none"], plan.EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(StepsOf("coco-lm"), plan[0].GetProperty("stepsAt").EnumerateArray().Select(s => s.GetInt64()));
        Assert.Contains("kept at 50%", Cli.Succeed([.. whole.Compare(_work["out"]), "--dry-run"]).Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_work["out"]));
    }

    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(Repository.PathOf("recipes", "compare"), "*.json").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_comparison_can_be_read_and_its_recipes_can_run(string name)
    {
        string file = Repository.PathOf("recipes", "compare", name), folder = Path.GetDirectoryName(file)!;
        var comparison = Cocoon.Cli.ComparisonFile.Load(file, []);
        var recipes = comparison.Competitors.Select(c => Cocoon.Cli.Recipe.Load(Path.Combine(folder, c.Recipe), c.Set)).ToList();
        Assert.Single(recipes.Select(r => r.TokensPerStep).Distinct()); // batches are as large as the others'
        foreach (var task in comparison.Tasks)
        {
            Assert.NotNull(Cocoon.Evaluation.TaskCatalog.Find(task.Task));
            Assert.InRange(Cocoon.Cli.FineTuningRecipe.LoadOptions(Path.Combine(folder, task.Recipe), task.Set).MaxLength, 8, recipes.Min(r => r.Model.MaxLength));
        }
        Assert.StartsWith("// ", File.ReadAllText(file), StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();

    private long[] StepsOf(string name) => [.. whole.Results("pretraining").Where(p => p.GetProperty("competitor").GetString() == name).Select(p => p.GetProperty("steps").GetInt64())];

    /// <summary>Asserts that a part of the comparison came to what it came to as a part of the whole.</summary>
    private void AssertSame(string folder, string competitor, params string[] tasks)
    {
        RunBytes.AssertEqual(Path.Combine(whole.Folder, "pretraining", competitor), Path.Combine(folder, "pretraining", competitor));
        foreach (string metrics in Directory.GetFiles(Path.Combine(folder, "fine-tuning"), "metrics.jsonl", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllText(Path.Combine(whole.Folder, Path.GetRelativePath(folder, metrics))), File.ReadAllText(metrics));
        Assert.Equal(WithoutTimes(whole.Folder).Where(r => (string?)r["competitor"] == competitor && (r["task"] is not { } task || tasks.Contains((string?)task))).Select(r => r.ToJsonString()),
            WithoutTimes(folder).Select(r => r.ToJsonString()));
    }

    private static IEnumerable<JsonObject> WithoutTimes(string folder) => File.ReadLines(Path.Combine(folder, "results.jsonl")).Select(line =>
    {
        var fields = JsonNode.Parse(line)!.AsObject();
        fields.Remove("seconds");
        return fields;
    });

    /// <summary>The tiny comparison, run without interruption, once for all.</summary>
    public sealed class Whole : IDisposable
    {
        private readonly WorkFolder _work = new();

        public Whole()
        {
            TinyTasks.Write(Tasks);
            Cli.Succeed(Compare(Folder));
        }

        public TinyData Data { get; } = new();

        public string Folder => _work["whole"];

        public string Tasks => _work["tasks"];

        public IReadOnlyList<string> Compare(string folder) => ["compare", "recipes/compare/tiny.json", "--data", Data.Shards, "--eval-data", Data.HeldOut, "--tasks", Tasks, "--out", folder];

        public IEnumerable<JsonElement> Results(string kind) =>
            File.ReadLines(Path.Combine(Folder, "results.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).Where(r => r.GetProperty("result").GetString() == kind);

        public void Dispose()
        {
            _work.Dispose();
            Data.Dispose();
        }
    }
}
