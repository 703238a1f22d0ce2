using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class TokenizerFilesTests : IDisposable
{
    private static readonly string[] s_vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##b", "é", "\"", "\\", "中", "🦋", "<"];

    private readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, true)]
    public void What_is_saved_is_loaded_from_the_folder_and_from_each_file(bool lowercase, bool? stripAccents)
    {
        var tokenizer = new WordPieceTokenizer(s_vocabulary, new WordPieceOptions { Lowercase = lowercase, StripAccents = stripAccents });

        tokenizer.Save(_folder.At("new/tokenizer"));

        string folder = _folder.At("new/tokenizer");
        foreach (string path in new[] { folder, Path.Combine(folder, "tokenizer.json"), Path.Combine(folder, "vocab.txt") })
        {
            var loaded = WordPieceTokenizer.Load(path);
            Assert.Equal(tokenizer.Fingerprint, loaded.Fingerprint);
            Assert.Equal(tokenizer.Tokens, loaded.Tokens);
        }

        Assert.Equal(["tokenizer.json", "tokenizer_config.json", "vocab.txt"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_bare_vocabulary_is_uncased_unless_said_otherwise()
    {
        string path = _folder.Write("vocab.txt", string.Join('\n', s_vocabulary));

        Assert.True(Options(path).Lowercase);
        Assert.False(Options(path, new WordPieceOptions { Lowercase = false }).Lowercase);
        _folder.Write("tokenizer_config.json", "{\"do_lower_case\": false, \"model_max_length\": 512}");
        Assert.False(Options(_folder.Path).Lowercase);

        static WordPieceOptions Options(string path, WordPieceOptions? options = null) => Assert.IsType<WordPieceTokenizer>(Tokenizer.Load(path, options)).Options;
    }

    [Fact]
    public void The_layout_of_the_published_models_is_read()
    {
        string[] published = ["[PAD]", .. Enumerable.Range(0, 99).Select(i => $"[unused{i}]"), "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "##s", "\u2028"];
        string path = _folder.Write("vocab.txt", string.Join("\r\n", published) + "\r\n");

        var tokenizer = WordPieceTokenizer.Load(path);

        Assert.Equal(new SpecialTokens(0, 100, 101, 102, 103), tokenizer.Special);
        Assert.Equal((107, "\u2028"), (tokenizer.VocabularySize, tokenizer.TokenOf(106)));
    }

    [Theory]
    [InlineData("a\nb\na", "line 3: the token \"a\" is a duplicate of token 0")]
    [InlineData("a\n\nb", "line 2: the token is empty")]
    [InlineData("a\nb\n", "[PAD] is missing")]
    [InlineData("a\nb\xE9", "byte 3 (line 2)")]
    [InlineData("a\0", "NUL")]
    [InlineData("", "is empty")]
    public void A_bad_vocabulary_is_refused_with_its_line(string content, string expected)
    {
        string path = _folder.Write("vocab.txt", Encoding.Latin1.GetBytes(content));

        Assert.Contains(expected, Assert.Throws<CorpusException>(() => WordPieceTokenizer.Load(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", "\"2.0\"", "version is \"2.0\"")]
    [InlineData("model.type", "\"BPE\"", "model has no \"merges\"")]
    [InlineData("model.type", "\"Unigrams\"", "model.type is \"Unigrams\", which is not supported; supported are BPE")]
    [InlineData("model.unk_token", "\"<unk>\"", "model.unk_token")]
    [InlineData("model.continuing_subword_prefix", "1", "model.continuing_subword_prefix")]
    [InlineData("model.max_input_chars_per_word", "0", "not between 1 and")]
    [InlineData("model.vocab", "[]", "model.vocab is not an object")]
    [InlineData("model.vocab.a", "99999", "ids 0 to 12")]
    [InlineData("model.vocab.a", "-1", "ids 0 to 12")]
    [InlineData("model.vocab.a", "1.5", "whole number")]
    [InlineData("model.vocab.a", "6", "gives the id 6 to")]
    [InlineData("normalizer.type", "\"NFX\"", "normalizer.type is \"NFX\", which is not supported; supported are BertNormalizer")]
    [InlineData("normalizer.lowercase", "\"yes\"", "normalizer.lowercase is neither true nor false")]
    [InlineData("normalizer", "7", "normalizer is not an object")]
    [InlineData("pre_tokenizer.type", "\"UnicodeScripts\"", "pre_tokenizer.type is \"UnicodeScripts\", which is not supported")]
    [InlineData("decoder.type", "\"CTC\"", "decoder.type is \"CTC\", which is not supported")]
    [InlineData("post_processor.type", "\"Sum\"", "post_processor.type is \"Sum\", which is not supported")]
    [InlineData("post_processor.single", "[{\"Sequence\": {\"id\": \"B\", \"type_id\": 0}}]", "a text that is not there")]
    [InlineData("post_processor.special_tokens.[CLS].ids", "[99]", "adds the id 99")]
    [InlineData("truncation", "{\"max_length\": 5, \"strategy\": \"Middle\"}", "truncation.strategy is \"Middle\"; possible are LongestFirst")]
    [InlineData("padding", "{\"strategy\": \"Shortest\"}", "padding.strategy is neither")]
    [InlineData("added_tokens", "{}", "added_tokens is not an array")]
    public void A_tokenizer_json_of_another_kind_is_refused_with_its_place(string place, string value, string expected)
    {
        new WordPieceTokenizer(s_vocabulary).Save(_folder.Path);
        var root = JsonNode.Parse(File.ReadAllText(_folder.At("tokenizer.json")))!;
        string[] names = place.Split('.');
        var parent = names[..^1].Aggregate(root, (node, name) => node[name]!);
        parent[names[^1]] = JsonNode.Parse(value);
        _folder.Write("tokenizer.json", root.ToJsonString());

        Assert.Contains(expected, Assert.Throws<CorpusException>(() => WordPieceTokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\":", "\"a\":5,\"a\":", "not valid JSON")]         // a name twice
    [InlineData("\"id\":0,", "\"id\":3,", "does not agree with model.vocab")]
    [InlineData("\"##b\"", "\"\\ud800b\"", "not valid JSON")]
    [InlineData("\"[PAD]\":0", "\"[PED]\":0", "does not agree with model.vocab")]
    [InlineData("\"lstrip\":false", "\"lstrip\":0", "neither true nor false")]
    public void Damage_in_a_tokenizer_json_is_found(string from, string to, string expected)
    {
        new WordPieceTokenizer(s_vocabulary).Save(_folder.Path);
        string text = JsonNode.Parse(File.ReadAllText(_folder.At("tokenizer.json")))!.ToJsonString();
        Assert.Contains(from, text, StringComparison.Ordinal);
        int at = text.IndexOf(from, StringComparison.Ordinal);
        _folder.Write("tokenizer.json", text[..at] + to + text[(at + from.Length)..]);

        Assert.Contains(expected, Assert.Throws<CorpusException>(() => WordPieceTokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_and_deep_nesting_are_refused()
    {
        Refused(_folder.Path, "holds neither tokenizer.json nor vocab.txt nor vocab.json nor encoder.json");
        Refused(_folder.At("absent.json"), "cannot be read");
        Refused(_folder.At("absent"), "cannot be read");
        Refused(_folder.Write("deep.json", new string('[', 100_000)), "not valid JSON");
        Refused(_folder.Write("cut.json", "{\"version\": \"1.0\",\n \"model\": "), "line 2");

        static void Refused(string path, string expected) =>
            Assert.Contains(expected, Assert.Throws<CorpusException>(() => WordPieceTokenizer.Load(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
