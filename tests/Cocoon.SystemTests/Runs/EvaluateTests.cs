using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>What <c>evaluate</c> prints for answers of a file and for sentence vectors.</summary>
public sealed class EvaluateTests(TinyData data) : IClassFixture<TinyData>, IDisposable
{
    private const int BadUsage = 2, BadInput = 3;
    private const string Version2 = """
        {"version": "v2.0", "data": [{"paragraphs": [{"context": "Kim sat on the gun.", "qas": [
          {"id": "a", "question": "Who slept?", "is_impossible": true, "answers": []},
          {"id": "b", "question": "Who sat?", "is_impossible": false, "answers": [{"text": "Kim", "answer_start": 0}]}]}]}]}
        """;

    private readonly WorkFolder _work = new();

    [Fact]
    public void Answers_are_scored_by_the_official_rules()
    {
        string questions = _work.Write("dev.json", Version2), answers = _work.Write("answers.json", """{"a": "the gun", "b": "KIM"}"""), scores = _work.Write("scores.json", """{"a": 2.5, "b": -1}""");

        var result = Cli.Succeed(["evaluate", "squad", "--data", questions, "--predictions", answers, "--null-scores", scores, "--json"]).Json;
        Assert.Equal("2.0", result.GetProperty("version").GetString());
        Assert.Equal(0.5, result.GetProperty("overall").GetProperty("exact").GetDouble());
        Assert.Equal(1, result.GetProperty("answerable").GetProperty("f1").GetDouble());
        Assert.Equal(0, result.GetProperty("unanswerable").GetProperty("f1").GetDouble());
        Assert.Equal((1, -1), (result.GetProperty("bestF1").GetProperty("score").GetDouble(), result.GetProperty("bestF1").GetProperty("threshold").GetDouble()));
        Assert.Matches(@"exact match\s+50\.000 % of 2 questions", Cli.Succeed(["evaluate", "squad", "--data", questions, "--predictions", answers]).Output);

        string half = _work.Write("half.json", """{"b": "Kim"}""");
        Assert.Contains("left out", Cli.Succeed(["evaluate", "squad", "--data", questions, "--predictions", half]).Output, StringComparison.Ordinal);
        Cli.Run(["evaluate", "squad", "--data", questions, "--predictions", _work.Write("none.json", "{}")]).ShouldFail(BadInput, "answers none of the questions");
        Cli.Run(["evaluate", "squad", "--data", answers, "--predictions", answers]).ShouldFail(BadInput, "answers.json", "Expected: SQuAD's");
        Cli.Run(["evaluate", "squad", "--data", questions]).ShouldFail(BadUsage, "--predictions");
    }

    [Fact]
    public void Sentence_vectors_are_compared_with_people()
    {
        Directory.CreateDirectory(_work["sts"]);
        _work.Write("sts/dev.tsv", "sentence1\tsentence2\tscore\nKim sat.\tKim sat.\t5\nKim sat on the gun.\tA letter came.\t0\nThe road was long.\tA long road.\t3.5\n");

        var first = Cli.Succeed(["evaluate", "sts", "-m", data.Whole, "-d", _work["sts"], "--json"]);
        var score = Assert.Single(first.Json.GetProperty("scores").EnumerateArray());
        Assert.Equal(("sts", "dev", 3), (score.GetProperty("data").GetString(), score.GetProperty("set").GetString(), score.GetProperty("pairs").GetInt32()));
        Assert.InRange(score.GetProperty("spearman").GetDouble(), 0.5, 1);   // the same sentence twice is on top
        Assert.Equal("cls", first.Json.GetProperty("pooling").GetString());
        Assert.Equal(first.Output, Cli.Succeed(["evaluate", "sts", "-m", data.Whole, "-d", _work["sts"], "--json", "--threads", "1"]).Output);
        Assert.NotEqual(first.Output, Cli.Succeed(["evaluate", "sts", "-m", data.Whole, "-d", _work["sts"], "--json", "--pooling", "mean"]).Output);
        Assert.Matches(@"sts.*dev.*3.*\d\.\d{4}", Cli.Succeed(["evaluate", "sts", "-m", data.Whole, "-d", _work["sts"]]).Output);
        Cli.Run(["evaluate", "sts", "-m", data.Whole, "-d", data.Shards]).ShouldFail(BadInput, "holds no sentence pairs");
    }

    public void Dispose() => _work.Dispose();
}
