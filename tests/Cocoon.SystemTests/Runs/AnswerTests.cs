using System.Text.Json;
using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>Questions and names from fine-tuning to answers, on a few sentences in the published layouts.</summary>
public sealed class AnswerTests(TinyData data) : IClassFixture<TinyData>, IDisposable
{
    private const int BadUsage = 2, BadInput = 3;
    private const string Quick = "recipes/finetune/tiny.json";
    private static readonly string[] s_places = ["gun", "road", "train", "river", "horse", "tower"];

    private readonly WorkFolder _work = new();

    [Fact]
    public void Questions_are_learned_answered_and_scored()
    {
        Write("train-v2.0.json", 24);
        Write("dev-v2.0.json", 6);

        Cli.Succeed(["finetune", "SQuAD2", "-m", data.Whole, "-d", _work[""], "--recipe", Quick, "--set", "epochs=2", "-r", _work["run"]]);
        var report = Cli.Succeed(["evaluate", "-m", _work["run"], "-d", _work[""], "--predictions", _work["out"], "--json"]).Json[0];

        var scores = report.GetProperty("scores");
        Assert.Equal(("dev-v2.0", 6), (report.GetProperty("set").GetString(), report.GetProperty("examples").GetInt32()));
        Assert.All(report.GetProperty("worst").EnumerateArray(), w => Assert.InRange(w.GetProperty("f1").GetDouble(), 0, 0.99));
        Assert.Matches(@"exact match\s+\d", Cli.Succeed(["evaluate", "-m", _work["run"], "-d", _work["dev-v2.0.json"]]).Output);
        var again = Cli.Succeed(["evaluate", "squad", "--predictions", _work["out/predictions.json"], "-d", _work["dev-v2.0.json"], "--json"]).Json;
        Assert.Equal(6, scores.GetProperty("overall").GetProperty("questions").GetInt32());
        Assert.True(JsonElement.DeepEquals(scores.GetProperty("overall"), again.GetProperty("overall")));
        Assert.InRange(scores.GetProperty("bestF1").GetProperty("score").GetDouble(), scores.GetProperty("overall").GetProperty("f1").GetDouble(), 1);
        Assert.Equal(6, JsonDocument.Parse(File.ReadAllText(_work["out/null-scores.json"])).RootElement.EnumerateObject().Count());

        string[] ask = ["answer", "-m", _work["run"], "-q", "Where sat Kim?", "-c", "Kim sat on the gun.", "--threshold", "1000"];
        var answer = Cli.Succeed([.. ask, "--json", "--top", "3"]).Json;
        var best = answer.GetProperty("candidates")[0];
        Assert.Equal(best.GetProperty("text").GetString(), answer.GetProperty("answer").GetString());
        Assert.Equal(best.GetProperty("text").GetString(), "Kim sat on the gun."[best.GetProperty("start").GetInt32()..][..best.GetProperty("text").GetString()!.Length]);
        Assert.Matches(@"^0\.\d\d  \S", Cli.Succeed(ask).Output);
        Assert.Equal(Cli.Succeed(ask).Output, Cli.RunWithInput("Kim sat on the gun.", [.. ask[..5], .. ask[7..]]).Output);
        Assert.StartsWith("The text does not tell", Cli.Succeed([.. ask[..7], "--threshold", "-1000"]).Output, StringComparison.Ordinal);

        Cli.Run(["answer", "-m", data.Whole, "-q", "Who?", "-c", "Kim."]).ShouldFail(BadInput, "is not a fine-tuned model", "cocoon finetune");
        Cli.Run(["answer", "-m", _work["run"], "-q", " ", "-c", "Kim."]).ShouldFail(BadUsage, "The question is empty");
        Cli.Run(["answer", "-m", _work["run"], "-q", "Who?", "-c", ""]).ShouldFail(BadUsage, "The text is empty");
        Cli.Run(["classify", "-m", _work["run"], "Kim."]).ShouldFail(BadUsage, "is about questions. Ask one: cocoon answer --model");
        Cli.Run(["fill", "-m", _work["run"], "Kim [MASK]."]).ShouldFail(BadInput, "this model was fine-tuned and has lost the heads of pretraining", data.Whole);
    }

    [Fact]
    public void Names_are_learned_and_scored()
    {
        WriteTagged("eng.train", 24);
        string dev = WriteTagged("eng.testa", 6);

        Cli.Succeed(["finetune", "CoNLL-2003", "-m", data.Whole, "-d", _work[""], "--recipe", Quick, "-r", _work["run"]]);
        var scores = Cli.Succeed(["evaluate", "-m", _work["run"], "-d", dev, "--predictions", _work["out"], "--json"]).Json[0];

        Assert.Equal((6, 12), (scores.GetProperty("examples").GetInt32(), scores.GetProperty("overall").GetProperty("gold").GetInt32()));
        Assert.InRange(scores.GetProperty("overall").GetProperty("f1").GetDouble(), 0.5, 1);   // the same names as in training
        Assert.Matches(@"PER.*\d\.\d{4}", Cli.Succeed(["evaluate", "-m", _work["run"], "-d", dev]).Output);
        Assert.Matches(@"^Kim I-PER \S+\nsat O \S+\n", File.ReadAllText(_work["out/eng.testa.conll"]));
        var tagged = Cli.Succeed(["classify", "-m", _work["run"], "--json", "Kim sat in Lahore."]).Json;
        Assert.Equal(["Kim", "sat", "in", "Lahore", "."], tagged.GetProperty("words").EnumerateArray().Select(w => w.GetProperty("text").GetString()));
        string found = string.Join(", ", tagged.GetProperty("names").EnumerateArray().Select(n => $"{n.GetProperty("text").GetString()} {n.GetProperty("type").GetString()}"));
        Assert.Equal(found.Length > 0 ? found : "(none)", Cli.Succeed(["classify", "-m", _work["run"], "Kim sat in Lahore."]).Output.Trim());
        Cli.Run(["answer", "-m", _work["run"], "-q", "Who?", "-c", "Kim."]).ShouldFail(BadUsage, "it does not answer questions");
    }

    [Fact]
    public void Tags_of_ones_own_are_found_out_in_columns_and_in_lists()
    {
        string[] custom = ["finetune", "custom", "-m", data.Whole, "--recipe", Quick, "-d"];
        string columns = WriteTagged("own.txt", 24), lists = _work.Write("own.jsonl", string.Concat(Enumerable.Range(0, 24).Select(i => $"{{\"tokens\": [\"Kim\", \"sat\"], \"pos_tags\": [\"{(i % 2 == 0 ? "NNP" : "NN")}\", \"VBD\"]}}\n")));

        var plan = Cli.Succeed([.. custom, columns, "--dry-run"]);
        foreach (string line in new[] { "a word a line, in 3 columns: column1, column2, column3", "tag: column3 (--label)", "3 labels (I-LOC, I-PER, O)", "2 of 24 examples are held out" })
            Assert.Contains(line, plan.Error, StringComparison.Ordinal);
        Assert.Contains("4 labels (., IN, NNP, VBD)", Cli.Succeed([.. custom, columns, "--label", "column2", "--dry-run"]).Error, StringComparison.Ordinal);
        Cli.Run([.. custom, columns, "--label", "column4", "--dry-run"]).ShouldFail(BadInput, "there is no column 'column4' (--label)");

        Cli.Succeed([.. custom, lists, "-r", _work["run"], "--set", "epochs=1"]);
        Assert.Matches(@"^Kim/(NNP?|VBD) sat/(NNP?|VBD)$", Cli.Succeed(["classify", "-m", _work["run"], "Kim sat"]).Output.Trim());
        Assert.Contains("right label, and what was answered", Cli.Succeed(["evaluate", "-m", _work["run"], "-d", lists]).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();

    private void Write(string name, int count) => _work.Write(name, JsonSerializer.Serialize(new
    {
        data = new[]
        {
            new
            {
                paragraphs = Enumerable.Range(0, count).Select(i => new
                {
                    context = $"Kim sat on the {s_places[i % s_places.Length]}.",
                    qas = new[]
                    {
                        i % 3 == 0
                            ? new { id = $"q{i}", question = "Who slept?", is_impossible = true, answers = Array.Empty<object>() }
                            : new { id = $"q{i}", question = "Where sat Kim?", is_impossible = false, answers = new object[] { new { text = s_places[i % s_places.Length], answer_start = 15 } } },
                    },
                }),
            },
        },
    }));

    private string WriteTagged(string name, int count) => _work.Write(name, string.Concat(Enumerable.Range(0, count).Select(i =>
        $"Kim NNP I-PER\nsat VBD O\nin IN O\n{(i % 2 == 0 ? "Lahore" : "Umballa")} NNP I-LOC\n. . O\n\n")));
}
