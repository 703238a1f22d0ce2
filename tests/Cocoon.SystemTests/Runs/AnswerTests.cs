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
        var scores = Cli.Succeed(["evaluate", "squad", "-m", _work["run"], "-d", _work["dev-v2.0.json"], "-o", _work["out"], "--json"]).Json;

        var again = Cli.Succeed(["evaluate", "squad", "--predictions", _work["out/predictions.json"], "-d", _work["dev-v2.0.json"], "--json"]).Json;
        Assert.Equal(6, scores.GetProperty("overall").GetProperty("questions").GetInt32());
        Assert.Equal(scores.GetProperty("overall").ToString(), again.GetProperty("overall").ToString());
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
        Cli.Run(["evaluate", "conll", "-m", _work["run"], "-d", WriteTagged("eng.testa", 3)]).ShouldFail(BadUsage, "it does not tag words");
        Cli.Run(["evaluate", "-m", _work["run"], "-d", _work["dev-v2.0.json"]]).ShouldFail(BadUsage, "cocoon evaluate squad");
        Cli.Run(["evaluate", "squad", "-d", _work["dev-v2.0.json"]]).ShouldFail(BadUsage, "Give either --predictions or --model");
    }

    [Fact]
    public void Names_are_learned_and_scored()
    {
        WriteTagged("eng.train", 24);
        string dev = WriteTagged("eng.testa", 6);

        Cli.Succeed(["finetune", "CoNLL-2003", "-m", data.Whole, "-d", _work[""], "--recipe", Quick, "-r", _work["run"]]);
        var scores = Cli.Succeed(["evaluate", "conll", "-m", _work["run"], "-d", dev, "--json"]).Json;

        Assert.Equal((6, 12), (scores.GetProperty("sentences").GetInt32(), scores.GetProperty("overall").GetProperty("gold").GetInt32()));
        Assert.InRange(scores.GetProperty("overall").GetProperty("f1").GetDouble(), 0.5, 1);   // the same names as in training
        Assert.Matches(@"PER.*\d\.\d{4}", Cli.Succeed(["evaluate", "conll", "-m", _work["run"], "-d", dev]).Output);
        Cli.Run(["answer", "-m", _work["run"], "-q", "Who?", "-c", "Kim."]).ShouldFail(BadUsage, "it does not answer questions");
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
