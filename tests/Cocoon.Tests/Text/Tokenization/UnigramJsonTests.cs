using System.Text;
using System.Text.Json;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>Unigram models in a <c>tokenizer.json</c>; that they equal the reference is asked by <see cref="PipelineGoldenTests"/>.</summary>
public sealed class UnigramJsonTests : IDisposable
{
    private const string Vocabulary = "[\"<unk>\",0],[\"<s>\",0],[\"▁a\",-1],[\"b\",-2.5],[\"s\",-3],[\">\",-4],[\"<\",-4],[\"▁\",-4]";
    private const string Metaspace = "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"always\",\"split\":true}";

    private readonly ScratchFolder _folder = new();

    private Tokenizer Load(string vocabulary = Vocabulary, string unknown = "0", string normalizer = "null", string more = "") => Tokenizer.Load(_folder.Write("tokenizer.json",
        $"{{\"version\":\"1.0\",\"added_tokens\":[{{\"id\":1,\"content\":\"<s>\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":true}}]," +
        $"\"normalizer\":{normalizer},\"pre_tokenizer\":{Metaspace},\"decoder\":{Metaspace},\"model\":{{\"type\":\"Unigram\",\"unk_id\":{unknown},\"vocab\":[{vocabulary}]{more}}}}}"));

    private static string Show(List<TokenSpan> spans) => string.Join(' ', spans.Select(span => $"{span.Start}-{span.End}"));

    private static string Pieces(Tokenizer tokenizer, string text, bool parseSpecial = false)
    {
        var ids = new IntList();
        tokenizer.Encode(text, ids, parseSpecial: parseSpecial);
        return string.Join(' ', ids.Span.ToArray().Select(tokenizer.TokenOf));
    }

    [Fact]
    public void Text_never_becomes_a_special_token_although_the_vocabulary_has_it()
    {
        var tokenizer = Load();

        Assert.Equal("▁a < s > b", Pieces(tokenizer, "a<s>b"));
        Assert.Equal("▁a <s> ▁ b", Pieces(tokenizer, "a<s>b", parseSpecial: true));
        Assert.Equal(("Unigram", 0, 8), (tokenizer.Kind, tokenizer.Special.Unknown, tokenizer.VocabularySize));
    }

    [Fact]
    public void Unknown_text_is_one_token_or_its_bytes()
    {
        string bytes = string.Concat(Encoding.UTF8.GetBytes("é").Select(b => $",[\"<0x{b:X2}>\",-9]"));
        var ids = new IntList();
        var offsets = new List<TokenSpan>();
        var fallback = Load(Vocabulary + bytes, more: ",\"byte_fallback\":true");

        fallback.Encode("aééb中é", ids, offsets);

        Assert.Equal("▁a <unk> b <unk>", Pieces(Load(), "aééb中é"));
        Assert.Equal("▁a <0xC3> <0xA9> <0xC3> <0xA9> b <unk>", string.Join(' ', ids.Span.ToArray().Select(fallback.TokenOf))); // no bytes for 中
        Assert.Equal("0-1 1-3 1-3 1-3 1-3 3-4 4-6", Show(offsets));
    }

    [Fact]
    public void Without_an_unknown_token_unknown_text_is_refused_and_other_text_is_not()
    {
        var tokenizer = Load(unknown: "null"); // "▁a" would not do: as in the reference, each character must be a token of its own

        Assert.Equal("▁ b s", Pieces(tokenizer, "bs"));
        Assert.Contains("no token spells U+00E9 (é)", Assert.Throws<CorpusException>(() => Pieces(tokenizer, "bé")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shortest_key_takes_its_whole_grapheme()
    {
        var map = PrecompiledMap.Compile(new Dictionary<string, string> { ["a"] = "b", ["é"] = "", ["b\u0301"] = "s", ["\r"] = " " });
        var tokenizer = Load(normalizer: $"{{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"{Convert.ToBase64String(map)}\"}}");
        var ids = new IntList();
        var offsets = new List<TokenSpan>();

        tokenizer.Encode("ba\u0301éb\u0301\r\nb", ids, offsets); // the accent of "a" goes, "b" and its accent are one, the line break is one

        Assert.Equal("▁ b b s ▁ b", string.Join(' ', ids.Span.ToArray().Select(tokenizer.TokenOf)));
        Assert.Equal("0-1 0-1 1-2 4-5 6-7 8-9", Show(offsets));
    }

    [Theory]
    [InlineData("[\"a\"]", "0", "null", "model.vocab[0] is not a token and its score")]
    [InlineData("[\"a\",\"b\"]", "0", "null", "model.vocab[0] has a score that is not a number")]
    [InlineData("[\"a\",1e999]", "0", "null", "not a number")]
    [InlineData("", "null", "null", "model.vocab has no token")]
    [InlineData("[\"a\",1]", "1", "null", "model.unk_id is not between 0 and 0")]
    [InlineData("[\"a\",1]", "0", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"?\"}", "normalizer.precompiled_charsmap is not in base64")]
    [InlineData("[\"a\",1]", "0", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}", "normalizer.precompiled_charsmap is damaged: its tree has")]
    public void What_cannot_be_used_is_refused_with_its_place(string vocabulary, string unknown, string normalizer, string expected) =>
        Assert.Contains(expected, Assert.Throws<CorpusException>(() => Load(vocabulary, unknown, normalizer)).Message, StringComparison.Ordinal);

    [Fact]
    public void Scores_survive_writing_to_the_last_bit()
    {
        var tokenizer = Load("[\"<unk>\",0],[\"<s>\",-0.1],[\"a\",-1.1000000238418579],[\"b\",-4.9406564584124654e-324]");

        tokenizer.Save(_folder.At("saved"));

        var saved = JsonDocument.Parse(File.ReadAllBytes(_folder.At("saved/tokenizer.json"))).RootElement.GetProperty("model");
        Assert.Equal([0, -0.1, -1.1000000238418579, -double.Epsilon], saved.GetProperty("vocab").EnumerateArray().Select(entry => entry[1].GetDouble()));
        Assert.Equal(tokenizer.Fingerprint, Tokenizer.Load(_folder.At("saved")).Fingerprint);
    }

    public void Dispose() => _folder.Dispose();
}
