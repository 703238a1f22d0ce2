using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>A unigram vocabulary through every verb, from training it to a run that carries it.</summary>
public sealed class UnigramRunTests : IDisposable
{
    private const string Sentence = "Kim sat by the gun, Zam-Zammah.";

    private readonly WorkFolder _work = new();
    private readonly string _text;

    public UnigramRunTests() => _text = _work.Write("kim.txt", File.ReadAllText(Repository.PathOf("samples", "kipling-kim-1901.txt"))[..120_000]);

    [Fact]
    public void A_vocabulary_is_trained_and_carried_by_the_run()
    {
        Train("first");
        Train("second");

        Assert.Equal(File.ReadAllBytes(Path.Combine(_work["first"], "spiece.model")), File.ReadAllBytes(Path.Combine(_work["second"], "spiece.model")));
        string ids = Cli.Succeed(["tokenizer", "encode", "-t", _work["first"], Sentence]).Output;
        Assert.Equal(Sentence, Cli.Succeed(["tokenizer", "decode", "-t", Path.Combine(_work["first"], "spiece.model"), ids.Trim()]).Output.TrimEnd('\n'));
        Assert.Contains("▁Kim", Cli.Succeed(["tokenizer", "encode", "-t", _work["first"], "--pieces", Sentence]).Output.Split(' '));
        Assert.Contains("SentencePiece Unigram", Cli.Succeed(["inspect", _work["first"]]).Output, StringComparison.Ordinal);
        Assert.Equal(512, Cli.Succeed(["tokenizer", "inspect", _work["first"], "--json"]).Json.GetProperty("vocabularySize").GetInt32());

        Cli.Succeed(["data", "prepare", "--input", _text, "--tokenizer", _work["first"], "--out", _work["data"]]);
        Cli.Succeed(Pretrain("data", "run"));
        Assert.Equal(["spiece.model", "tokenizer_config.json"], Directory.GetFiles(Path.Combine(_work["run"], "tokenizer")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(_work["run"], "model", "spiece.model")));
        Assert.Contains("▁", Cli.Succeed(["inspect", _work["run"], "--batch", "1"]).Output, StringComparison.Ordinal);
        Cli.Succeed(["correct", "-m", _work["run"], Sentence]);
        Assert.Contains("such sentences the wrong word", Cli.Succeed(["correct", "-m", _work["run"], "--exercise", _text, "--sentences", "5"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tokenizer_without_a_mask_is_refused_before_the_first_step_until_a_token_is_named()
    {
        Train("masked");
        var trained = Assert.IsType<SentencePieceTokenizer>(Tokenizer.Load(_work["masked"]));
        var pieces = trained.Model.Pieces.ToList();
        pieces[trained.Special.Mask] = new ScoredPiece("qqqq", -30);
        new SentencePieceTokenizer(trained.Model with { Pieces = pieces }).Save(_work["unmasked"]);
        Cli.Succeed(["data", "prepare", "--input", _text, "--tokenizer", _work["unmasked"], "--out", _work["data"]]);

        Cli.Run(Pretrain("data", "run")).ShouldFail(2, "objective.type: It hides text behind a token that masks", "has none", "\"mask_token\"");
        Cli.Run([.. Pretrain("data", "run"), "--dry-run"]).ShouldFail(2, "objective.type");
        Assert.False(Directory.Exists(_work["run"]));

        File.WriteAllText(Path.Combine(_work["data"], "tokenizer", "tokenizer_config.json"), "{\"mask_token\": \"qqqq\"}");
        Cli.Succeed(Pretrain("data", "run"));
        Assert.Contains("qqqq", Cli.Succeed(["inspect", _work["run"], "--batch", "1"]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unigram", "--min-frequency", "--min-frequency is not for unigram")]
    [InlineData("unigram", "--alphabet-limit", "--alphabet-limit is not for unigram")]
    [InlineData("bpe", "--character-coverage", "--character-coverage is not for bpe")]
    [InlineData("wordpiece", "--whole-sentences", "--whole-sentences is not for wordpiece")]
    public void An_option_of_another_kind_is_refused(string model, string option, string sentence) =>
        Cli.Run(["tokenizer", "train", "--model", model, option, option == "--whole-sentences" ? "true" : "1", "--input", _text, "--vocab-size", "512", "--out", _work["t"]]).ShouldFail(2, sentence);

    [Fact]
    public void A_size_that_the_text_does_not_yield_is_refused_in_the_words_of_the_command_line() =>
        Cli.Run(["tokenizer", "train", "--model", "unigram", "--input", _text, "--vocab-size", "20", "--out", _work["t"]]).ShouldFail(3, "Ask for at least", "--character-coverage");

    private void Train(string folder) =>
        Cli.Succeed(["tokenizer", "train", "--model", "unigram", "--input", _text, "--vocab-size", "512", "--character-coverage", "1", "--out", _work[folder]]);

    private string[] Pretrain(string data, string run) =>
        ["pretrain", TinyData.Recipe, "--data", _work[data], "--run", _work[run], "--set", "training.steps=12"];

    public void Dispose() => _work.Dispose();
}
