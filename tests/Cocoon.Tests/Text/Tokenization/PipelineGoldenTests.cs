using System.Text.Json;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>Tokenizers of many combinations of parts, each against the reference library (tools/oracle/tokenizers/pipelines.js).</summary>
public sealed class PipelineGoldenTests : IDisposable
{
    private static readonly JsonElement s_root = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "golden", "pipelines.json"))).RootElement;
    private static readonly JsonElement s_golden = s_root.GetProperty("tokenizers");
    private static readonly string[] s_texts = [.. s_root.GetProperty("texts").EnumerateArray().Select(TextOf)!];
    private static readonly (string Text, string? Pair)[] s_framed = [.. s_root.GetProperty("framed").EnumerateArray().Select(both => (TextOf(both[0])!, TextOf(both[1])))];

    private readonly ScratchFolder _folder = new();

    public static TheoryData<string> Names => [.. s_golden.EnumerateObject().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_offsets_and_decoded_text_equal_the_reference(string name)
    {
        var tokenizer = Load(name);
        var ids = new IntList();
        var offsets = new List<TokenSpan>();
        foreach (var (text, expected) in s_texts.Zip(s_golden.GetProperty(name).GetProperty("plain").EnumerateArray()))
        {
            ids.Clear();
            offsets.Clear();

            tokenizer.Encode(text, ids, offsets, parseSpecial: true);

            Assert.Equal((text, Join(Numbers(expected, "ids"))), (text, Join(ids.Span.ToArray())));
            Assert.Equal((text, Join(Numbers(expected, "offsets"))), (text, Join(offsets.SelectMany(span => new[] { span.Start, span.End }))));
            Assert.Equal(expected.GetProperty("decoded").GetString(), tokenizer.Decode(ids.Span, skipSpecial: false));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sequences_with_template_truncation_and_padding_equal_the_reference(string name)
    {
        var tokenizer = Load(name);
        var sequence = new TokenSequence();
        var options = tokenizer.Defaults with { ParseSpecial = true };
        foreach (var ((text, pair), expected) in s_framed.Zip(s_golden.GetProperty(name).GetProperty("template").EnumerateArray()))
        {
            if (pair is not null) tokenizer.Encode(text, pair, sequence, options);
            else tokenizer.Encode(text, sequence, options);

            Assert.Equal((text, Join(Numbers(expected, "ids"))), (text, Join(sequence.Ids.ToArray())));
            Assert.Equal(Numbers(expected, "segments"), sequence.Segments.ToArray());
            Assert.Equal(Numbers(expected, "special"), sequence.Kinds.ToArray().Select(kind => kind == TokenKind.Text ? 0 : 1));
            Assert.Equal(Join(Numbers(expected, "offsets")), Join(sequence.Offsets.ToArray().SelectMany(span => new[] { span.Start, span.End })));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_saved_is_loaded_again(string name)
    {
        var tokenizer = Load(name);

        tokenizer.Save(_folder.At("saved"));
        var loaded = Tokenizer.Load(_folder.At("saved"));

        Assert.Equal(tokenizer.Fingerprint, loaded.Fingerprint);
        Assert.Equal((tokenizer.Special, tokenizer.Kind, tokenizer.Defaults), (loaded.Special, loaded.Kind, loaded.Defaults));
        Assert.Equal(tokenizer.Tokens, loaded.Tokens);
        Assert.Equal(tokenizer.AddedTokens, loaded.AddedTokens);
    }

    [Fact]
    public void Every_tokenizer_is_another_one() =>
        Assert.Equal(s_golden.EnumerateObject().Count(), s_golden.EnumerateObject().Select(property => Load(property.Name).Fingerprint).Distinct().Count());

    public void Dispose() => _folder.Dispose();

    private Tokenizer Load(string name) => Tokenizer.Load(_folder.Write("tokenizer.json", s_golden.GetProperty(name).GetProperty("tokenizer").GetRawText()));

    // UTF-16LE in base64, because some are no valid Unicode.
    private static string? TextOf(JsonElement utf16) =>
        utf16.ValueKind == JsonValueKind.Null ? null : string.Concat(utf16.GetBytesFromBase64().Chunk(2).Select(unit => (char)(unit[0] | unit[1] << 8)));

    private static int[] Numbers(JsonElement expected, string name) => [.. expected.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    private static string Join(IEnumerable<int> numbers) => string.Join(' ', numbers);
}
