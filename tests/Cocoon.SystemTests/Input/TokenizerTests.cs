using Xunit;

namespace Cocoon.SystemTests.Input;

/// <summary>The tokenizer verbs, on a small vocabulary trained once.</summary>
public sealed class TokenizerTests(TokenizerTests.Trained trained) : IClassFixture<TokenizerTests.Trained>
{
    [Fact]
    public void Encoding_and_decoding_return_the_text_in_lower_case()
    {
        string ids = Cli.Succeed(["tokenizer", "encode", "-t", trained.Folder, "Kim sat by the gun."]).Output;
        Assert.Equal("kim sat by the gun.", Cli.Succeed(["tokenizer", "decode", "-t", trained.Folder, ids.Trim()]).Output.Trim());
    }

    [Fact]
    public void Standard_input_is_encoded_line_by_line()
    {
        string output = Cli.RunWithInput("the\nof the\n", ["tokenizer", "encode", "-t", trained.Folder, "--pieces"]).Output;
        Assert.Equal("the\nof the\n", output);
    }

    [Fact]
    public void Json_gives_ids_tokens_and_places()
    {
        var line = Cli.Succeed(["tokenizer", "encode", "-t", trained.Folder, "--json", "The"]).Json;
        Assert.Equal("the", line.GetProperty("tokens")[0].GetString());
        Assert.Equal(3, line.GetProperty("offsets")[0][1].GetInt32());
    }

    [Fact]
    public void Inspection_tells_size_and_fingerprint()
    {
        var facts = Cli.Succeed(["tokenizer", "inspect", trained.Folder, "--json"]).Json;
        Assert.Equal(400, facts.GetProperty("vocabularySize").GetInt32());
        Assert.Equal(64, facts.GetProperty("fingerprint").GetString()!.Length);
    }

    [Fact]
    public void An_id_outside_the_vocabulary_is_refused() => Cli.Run(["tokenizer", "decode", "-t", trained.Folder, "5 400"]).ShouldFail(3, "line 1: '400' is not an id", "from 0 to 399");

    [Fact]
    public void A_damaged_tokenizer_is_refused()
    {
        using var work = new WorkFolder();
        string path = work.Write("tokenizer.json", File.ReadAllText(Path.Combine(trained.Folder, "tokenizer.json"))[..500]);
        Cli.Run(["tokenizer", "encode", "-t", path, "text"]).ShouldFail(3, "tokenizer.json", "not valid JSON");
    }

    [Fact]
    public void An_existing_folder_is_not_overwritten() =>
        Cli.Run(["tokenizer", "train", "--input", "samples", "--vocab-size", "400", "--out", trained.Folder]).ShouldFail(2, "exists and is not empty");

    [Theory]
    [InlineData("byte-level-bpe", "byte-level BPE", "ĠKim")]
    [InlineData("bpe", "BPE", "▁Kim,")] // only blanks part words here
    public void Pair_encodings_are_trained_and_lose_nothing(string model, string kind, string piece)
    {
        using var work = new WorkFolder();
        const string text = "He sat by the gun with Kim, 蚕!";
        Cli.Succeed(["tokenizer", "train", "--model", model, "--input", "samples/kipling-kim-1901.txt", "--vocab-size", "1500", "--out", work["t"]]);

        string ids = Cli.Succeed(["tokenizer", "encode", "-t", work["t"], text]).Output;

        Assert.Equal(text, Cli.Succeed(["tokenizer", "decode", "-t", work["t"], ids.Trim()]).Output.TrimEnd('\n'));
        Assert.Contains(piece, Cli.Succeed(["tokenizer", "encode", "-t", work["t"], "--pieces", text]).Output.Split(' '));
        Assert.Contains(kind, Cli.Succeed(["tokenizer", "inspect", work["t"]]).Output, StringComparison.Ordinal);
        Cli.Run(["tokenizer", "train", "--model", model, "--cased", "--input", "samples", "--vocab-size", "800", "--out", work["u"]]).ShouldFail(2, "--cased is for WordPiece");
    }

    /// <summary>A vocabulary of 400 tokens.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly WorkFolder _work = new();

        public Trained() => Cli.Succeed(["tokenizer", "train", "--input", "samples/kipling-kim-1901.txt", "--vocab-size", "400", "--out", Folder]);

        public string Folder => _work["tokenizer"];

        public void Dispose() => _work.Dispose();
    }
}
