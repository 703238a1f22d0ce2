using Cocoon.Testing;
using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>From labelled pairs of sentences to a model of sentence vectors.</summary>
public sealed class TripleRunTests(TinyData data) : IClassFixture<TinyData>, IDisposable
{
    private static readonly string[] s_who = ["Kim", "The lama", "A boy", "The man"], s_where = ["on the gun", "by the road", "in the house", "at the gate", "near the river"];
    private readonly WorkFolder _work = new();

    [Fact]
    public void Labelled_pairs_become_triples_and_a_model_learns_from_them()
    {
        string pairs = _work.Write("pairs.jsonl", Pairs()), triples = _work["triples.jsonl"], shards = _work["shards"];

        var made = Cli.Succeed(["data", "triples", "--input", pairs, "--out", triples, "--json"]).Json;
        Cli.Succeed(["data", "prepare", "--input", triples, "--tokenizer", data.Tokenizer, "--out", shards]);
        Cli.Succeed(["data", "verify", shards, "--input", triples]);
        Cli.Succeed(Pretrain(shards, _work["whole"]));
        Assert.Equal(75, Cli.Run(Pretrain(shards, _work["parts"], "--max-time", "0.01s")).ExitCode);
        Cli.Succeed(["resume", _work["parts"]]);

        Assert.Equal((60, 20), (made.GetProperty("pairs").GetInt64(), made.GetProperty("triples").GetInt64()));
        RunBytes.AssertEqual(_work["whole"], _work["parts"]);
        Assert.Contains("\"vector\"", Cli.Succeed(["embed", "-m", _work["whole"], "Kim sat on the gun."]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_triple_is_refused_in_words()
    {
        Cli.Run(Pretrain(data.Shards, _work["run"])).ShouldFail(3, "holds three texts", "cocoon data triples");
        string pairs = _work.Write("pairs.jsonl", "{\"sentence1\": \"a\"}\n");
        Cli.Run(["data", "triples", "--input", pairs, "--out", _work["out.jsonl"]]).ShouldFail(3, "no field \"premise\"", "--premise");
        Cli.Run(["data", "triples", "--input", pairs, "--out", pairs]).ShouldFail(2, "it exists");
    }

    public void Dispose() => _work.Dispose();

    private static string Pairs() => string.Concat(s_who.SelectMany(_ => s_where, (who, where) =>
        $$"""
        {"premise": "{{who}} sat {{where}}.", "hypothesis": "{{who}} was {{where}}.", "label": "entailment"}
        {"premise": "{{who}} sat {{where}}.", "hypothesis": "{{who}} was old.", "label": "neutral"}
        {"premise": "{{who}} sat {{where}}.", "hypothesis": "{{who}} ran.", "label": "contradiction"}

        """));

    private static string[] Pretrain(string shards, string run, params string[] more) =>
        ["pretrain", Repository.PathOf("recipes", "tiny", "simcse.json"), "--data", shards, "--eval-data", shards, "--run", run, "--set", "objective.supervised=true",
            "--set", "data.sequenceLength=64", "--set", "model.maxLength=64", "--set", "training.steps=12", "--set", "training.evaluationBatches=2", "--set", "data.sequencesPerBatch=4", "--threads", "1", .. more];
}
