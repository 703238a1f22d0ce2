using System.Text.Json;
using Cocoon.Cli;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>The whole path of a task: <c>finetune</c>, stopped and resumed, then <c>evaluate</c> and <c>classify</c>; and what is refused on the way.</summary>
public sealed class FineTuneTests(FineTuneTests.Tuned tuned) : IClassFixture<FineTuneTests.Tuned>, IDisposable
{
    private const int BadUsage = 2, BadInput = 3, Stopped = 75, Killed = 128 + 9;
    private readonly WorkFolder _work = new();

    public static TheoryData<string> Recipes => [.. Directory.EnumerateFiles(Repository.PathOf("recipes", "finetune"), "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void A_shipped_recipe_can_run(string name)
    {
        string path = Repository.PathOf("recipes", "finetune", name);
        Assert.True(FineTuningRecipe.LoadOptions(path, []).Epochs > 0);
        Assert.StartsWith("// ", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_is_learned_measured_and_used()
    {
        var results = JsonDocument.Parse(tuned.Output).RootElement;
        Assert.Equal("SST-2", results.GetProperty("task").GetString());
        double score = results.GetProperty("score").GetProperty("median").GetDouble();
        Assert.InRange(score, 0.8, 1);
        foreach (string file in new[] { "recipe.json", "results.json", "model/task.json", "model/model.safetensors", "model/tokenizer.json", "trials/seed-1/metrics.jsonl", "trials/seed-1/result.json" })
            Assert.True(File.Exists(Path.Combine(tuned.Run, file)), file);

        var measured = Cli.Succeed(["evaluate", "-m", tuned.Run, "-d", tuned.Data, "--predictions", _work["sent"], "--json"]).Json;
        Assert.Equal(["dev", "test"], measured.EnumerateArray().Select(s => s.GetProperty("set").GetString()));
        Assert.Equal(score, measured[0].GetProperty("score").GetDouble());
        Assert.Equal(40, measured[0].GetProperty("confusion").EnumerateArray().Sum(r => r.EnumerateArray().Sum(c => c.GetInt32())));
        string[] sent = File.ReadAllLines(Path.Combine(_work["sent"], "SST-2.tsv"));
        Assert.Equal(("index\tprediction", 3), (sent[0], sent.Length));
        Assert.Equal("fine-tuning run", Cli.Succeed(["inspect", tuned.Run, "--json"]).Json.GetProperty("kind").GetString());
        Assert.Matches(@"task\s+SST-2: 2 labels \(0, 1\)", Cli.Succeed(["inspect", Path.Combine(tuned.Run, "model")]).Output);
        Assert.Contains("right label, and what was answered", Cli.Succeed(["evaluate", "-m", tuned.Run, "-d", Path.Combine(tuned.Data, "dev.tsv")]).Output, StringComparison.Ordinal);

        string lines = "kim was good on the road\nthe letter was bad\n";
        string answers = Cli.RunWithInput(lines, ["classify", "-m", tuned.Run]).Output;
        Assert.Matches(@"^[01] [01]\.\d\d\n[01] [01]\.\d\d\n$", answers.Replace("\r", "", StringComparison.Ordinal));
        Assert.Equal(answers, Cli.Succeed(["classify", "-m", tuned.Run, "--file", _work.Write("lines.txt", lines)]).Output);
        Assert.Equal(["label", "probabilities"], Cli.Succeed(["classify", "-m", tuned.Run, "--json", "a good road"]).Json.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_to_the_same_bytes()
    {
        string data = Directory.CreateDirectory(_work["data"]).FullName;
        foreach (string file in Directory.GetFiles(tuned.Data)) File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
        Assert.Equal(Stopped, Cli.Run([.. tuned.FineTune(_work["run"], data), "--max-time", "0.01s"]).ExitCode);
        Cli.Run(tuned.FineTune(_work["run"], data)).ShouldFail(BadUsage, "a run is there already. Go on with it: cocoon resume");
        Assert.Equal(Killed, Cli.RunWith(("COCOON_FAILPOINT", "checkpoint:20"), ["resume", _work["run"]]).ExitCode); // amid a save
        Cli.Succeed(["resume", _work["run"], "--threads", "1"]);
        foreach (string file in new[] { "model/model.safetensors", "results.json", "trials/seed-1/metrics.jsonl" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(tuned.Run, file)), File.ReadAllBytes(Path.Combine(_work["run"], file)));
        File.AppendAllText(Path.Combine(data, "dev.tsv"), "one more good line\t1\n");
        Cli.Run(["resume", _work["run"]]).ShouldFail(BadInput, "are not those that the run began with");
    }

    [Fact]
    public void Data_of_ones_own_are_found_out()
    {
        string file = _work.Write("own.csv", "when,review,stars\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},a {(i % 3 == 0 ? "good" : "bad")} day on the road {i},{(i % 3 == 0 ? 4.5 : 1.5)}\n")));

        var plan = Cli.Succeed(["finetune", "custom", "-m", tuned.Pretrained, "-d", file, "--recipe", "recipes/finetune/tiny.json", "--dry-run"]);

        Assert.Equal("", plan.Output);
        foreach (string line in new[] { "text: column review (--text)", "answer: column stars (--label)", "asked is: regression: a number (--kind)", "3 of 30 examples are held out" })
            Assert.Contains(line, plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_meant_is_refused_in_a_sentence()
    {
        string[] start = ["finetune", "SST-2", "-m", tuned.Pretrained, "--run", _work["run"], "--recipe", "recipes/finetune/tiny.json"];
        Cli.Run(["finetune", "SST2", .. start[2..], "-d", tuned.Data]).ShouldFail(BadUsage, "There is no task 'SST2'. Did you mean 'SST-2'?", "cocoon finetune custom");
        Cli.Run([.. start[..4], "-d", tuned.Data]).ShouldFail(BadUsage, "Training needs --run");
        Cli.Run([.. start, "-d", tuned.Data, "--set", "epoch=3"]).ShouldFail(BadUsage, "epoch: There is no such field. Did you mean 'epochs'?");
        Cli.Run([.. start, "-d", tuned.Data, "--set", "maxLength=64"]).ShouldFail(BadUsage, "the model has positions for 32");
        Cli.Run([.. start, "-d", tuned.Data, "--label", "x"]).ShouldFail(BadUsage, "Use the task 'custom'");
        Cli.Run([.. start, "-d", _work["nowhere"]]).ShouldFail(BadInput, "there is no such folder");
        string bad = _work.Write("train.tsv", "sentence\tlabel\ngood\t1\nbad\t0\n");
        _work.Write("dev.tsv", "sentence\tlabel\ngood\t2\n");
        Cli.Run([.. start, "-d", Path.GetDirectoryName(bad)!]).ShouldFail(BadInput, "dev.tsv, line 2: the label '2' is not among the 2 that training knows");
        Cli.Run(["classify", "-m", tuned.Pretrained, "x"]).ShouldFail(BadInput, "is not a fine-tuned model. Make one: cocoon finetune TASK");
        Cli.Run(["classify", "-m", tuned.Run, "x", "--pair", "y"]).ShouldFail(BadUsage, "SST-2 is about one text");
        Cli.Run(["finetune", "SST-2", "-m", tuned.Data, "-d", tuned.Data, "--dry-run"]).ShouldFail(BadInput, "neither a run");
        Assert.False(Directory.Exists(_work["run"]));
    }

    public void Dispose() => _work.Dispose();

    /// <summary>A tiny model, pretrained and fine-tuned once for all tests.</summary>
    public sealed class Tuned : IDisposable
    {
        private readonly TinyData _pretraining = new();
        private readonly WorkFolder _work = new();

        public Tuned()
        {
            Directory.CreateDirectory(Data);
            File.WriteAllText(Path.Combine(Data, "train.tsv"), Table(160, 0));
            File.WriteAllText(Path.Combine(Data, "dev.tsv"), Table(40, 1000));
            File.WriteAllText(Path.Combine(Data, "test.tsv"), "index\tsentence\n0\ta good letter\n1\ta bad road\n");
            Output = Cli.Succeed([.. FineTune(Run), "--json"]).Output;
        }

        public string Pretrained => _pretraining.Whole;

        public string Data => _work["SST-2"];

        public string Run => _work["run"];

        public string Output { get; }

        public IReadOnlyList<string> FineTune(string run, string? data = null) =>
            ["finetune", "SST-2", "--model", Pretrained, "--data", data ?? Data, "--run", run, "--recipe", "recipes/finetune/tiny.json", "--threads", "2"];

        public void Dispose()
        {
            _pretraining.Dispose();
            _work.Dispose();
        }

        private static string Table(int rows, int first)
        {
            string[] things = ["road", "letter", "day", "house", "man", "word", "hand"], whose = ["the", "a", "his", "her", "my"];
            return "sentence\tlabel\n" + string.Concat(Enumerable.Range(first, rows).Select(i =>
                $"{whose[i % 5]} {things[i * 3 % 7]} was {(i % 2 == 0 ? "good" : "bad")} {whose[i / 5 % 5]} {things[i / 7 % 7]}\t{(i % 2 == 0 ? 1 : 0)}\n"));
        }
    }
}
