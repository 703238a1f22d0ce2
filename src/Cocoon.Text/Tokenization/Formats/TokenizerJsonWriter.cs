using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Writes <c>tokenizer.json</c> in full, as the Hugging Face library reads it.</summary>
internal static class TokenizerJsonWriter
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, Tokenizer tokenizer)
    {
        using var json = new Utf8JsonWriter(stream, s_options);
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        var sections = (tokenizer as PipelineTokenizer)?.Parts.Sections ?? BertSections.Of((WordPieceTokenizer)tokenizer);
        Section(json, "truncation", sections.Truncation);
        Section(json, "padding", sections.Padding);
        AddedTokens(json, tokenizer.AddedTokens);
        Section(json, "normalizer", sections.Normalizer);
        Section(json, "pre_tokenizer", sections.PreTokenizer);
        Section(json, "post_processor", sections.PostProcessor);
        Section(json, "decoder", sections.Decoder);
        ModelJsonWriter.Write(json, tokenizer);
        json.WriteEndObject();
    }

    /// <summary>SHA-256 of what decides which ids a text gets: added tokens, normalizer, pre-tokenizer and model, as they are written.</summary>
    public static string Fingerprint(PipelineTokenizer tokenizer)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("format", "pipeline 1");
            AddedTokens(json, tokenizer.AddedTokens);
            Section(json, "normalizer", tokenizer.Parts.Sections.Normalizer);
            Section(json, "pre_tokenizer", tokenizer.Parts.Sections.PreTokenizer);
            ModelJsonWriter.Write(json, tokenizer);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>Writes <c>tokenizer_config.json</c>: which tokens have which role, and BERT's options.</summary>
    public static void WriteConfig(Stream stream, Tokenizer tokenizer)
    {
        using var json = new Utf8JsonWriter(stream, s_options);
        json.WriteStartObject();
        var bert = tokenizer as WordPieceTokenizer;
        if (tokenizer is PipelineTokenizer or WordPieceTokenizer) json.WriteString("tokenizer_class", bert is null ? "PreTrainedTokenizerFast" : "BertTokenizer");
        if (bert is not null)
        {
            json.WriteBoolean("do_lower_case", bert.Options.Lowercase);
            if (bert.Options.StripAccents is { } strips) json.WriteBoolean("strip_accents", strips);
            else json.WriteNull("strip_accents");
            json.WriteBoolean("tokenize_chinese_chars", bert.Options.SeparateChinese);
        }

        Role("unk_token", tokenizer.Special.Unknown);
        Role("sep_token", tokenizer.Special.Separate);
        Role("pad_token", tokenizer.Special.Pad);
        Role("cls_token", tokenizer.Special.Classify);
        Role("mask_token", tokenizer.Special.Mask);
        json.WriteEndObject();

        void Role(string name, int id)
        {
            if (id >= 0) json.WriteString(name, tokenizer.TokenOf(id));
        }
    }

    private static void AddedTokens(Utf8JsonWriter json, IReadOnlyList<AddedToken> tokens)
    {
        json.WriteStartArray("added_tokens");
        foreach (var token in tokens)
        {
            json.WriteStartObject();
            json.WriteNumber("id", token.Id);
            json.WriteString("content", token.Content);
            json.WriteBoolean("single_word", token.SingleWord);
            json.WriteBoolean("lstrip", token.LeftStrip);
            json.WriteBoolean("rstrip", token.RightStrip);
            json.WriteBoolean("normalized", token.Normalized);
            json.WriteBoolean("special", token.Special);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Section(Utf8JsonWriter json, string name, string section)
    {
        json.WritePropertyName(name);
        using var document = JsonDocument.Parse(section); // parsed again, so that white space does not matter
        document.RootElement.WriteTo(json);
    }
}
