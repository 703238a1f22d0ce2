using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Writes <c>tokenizer.json</c> and <c>tokenizer_config.json</c> in full, as the Hugging Face library reads them.</summary>
internal static class TokenizerJsonWriter
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, WordPieceTokenizer tokenizer)
    {
        using var json = new Utf8JsonWriter(stream, s_options);
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        WriteAddedTokens(json, tokenizer);
        WriteNormalizer(json, tokenizer.Options);
        json.WriteStartObject("pre_tokenizer");
        json.WriteString("type", "BertPreTokenizer");
        json.WriteEndObject();
        WriteTemplate(json, tokenizer.Special);
        json.WriteStartObject("decoder");
        json.WriteString("type", "WordPiece");
        json.WriteString("prefix", WordPieceTokenizer.ContinuingPrefix);
        json.WriteBoolean("cleanup", true);
        json.WriteEndObject();
        WriteModel(json, tokenizer);
        json.WriteEndObject();
    }

    public static void WriteConfig(Stream stream, WordPieceTokenizer tokenizer)
    {
        using var json = new Utf8JsonWriter(stream, s_options);
        json.WriteStartObject();
        json.WriteString("tokenizer_class", "BertTokenizer");
        json.WriteBoolean("do_lower_case", tokenizer.Options.Lowercase);
        WriteOptional(json, "strip_accents", tokenizer.Options.StripAccents);
        json.WriteBoolean("tokenize_chinese_chars", tokenizer.Options.SeparateChinese);
        json.WriteString("unk_token", "[UNK]");
        json.WriteString("sep_token", "[SEP]");
        json.WriteString("pad_token", "[PAD]");
        json.WriteString("cls_token", "[CLS]");
        json.WriteString("mask_token", "[MASK]");
        json.WriteEndObject();
    }

    private static void WriteAddedTokens(Utf8JsonWriter json, WordPieceTokenizer tokenizer)
    {
        json.WriteStartArray("added_tokens");
        foreach (int id in Vocabulary.SpecialTexts.Select(text => tokenizer.IdOf(text)!.Value).Order())
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", tokenizer.TokenOf(id));
            json.WriteBoolean("single_word", false);
            json.WriteBoolean("lstrip", false);
            json.WriteBoolean("rstrip", false);
            json.WriteBoolean("normalized", false);
            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNormalizer(Utf8JsonWriter json, WordPieceOptions options)
    {
        json.WriteStartObject("normalizer");
        json.WriteString("type", "BertNormalizer");
        json.WriteBoolean("clean_text", options.CleanText);
        json.WriteBoolean("handle_chinese_chars", options.SeparateChinese);
        WriteOptional(json, "strip_accents", options.StripAccents);
        json.WriteBoolean("lowercase", options.Lowercase);
        json.WriteEndObject();
    }

    private static void WriteTemplate(Utf8JsonWriter json, SpecialTokens special)
    {
        json.WriteStartObject("post_processor");
        json.WriteString("type", "TemplateProcessing");
        json.WriteStartArray("single");
        WritePart(json, "SpecialToken", "[CLS]", 0);
        WritePart(json, "Sequence", "A", 0);
        WritePart(json, "SpecialToken", "[SEP]", 0);
        json.WriteEndArray();
        json.WriteStartArray("pair");
        WritePart(json, "SpecialToken", "[CLS]", 0);
        WritePart(json, "Sequence", "A", 0);
        WritePart(json, "SpecialToken", "[SEP]", 0);
        WritePart(json, "Sequence", "B", 1);
        WritePart(json, "SpecialToken", "[SEP]", 1);
        json.WriteEndArray();
        json.WriteStartObject("special_tokens");
        WriteSpecial(json, "[CLS]", special.Classify);
        WriteSpecial(json, "[SEP]", special.Separate);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, string kind, string id, int segment)
    {
        json.WriteStartObject();
        json.WriteStartObject(kind);
        json.WriteString("id", id);
        json.WriteNumber("type_id", segment);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSpecial(Utf8JsonWriter json, string text, int id)
    {
        json.WriteStartObject(text);
        json.WriteString("id", text);
        json.WriteStartArray("ids");
        json.WriteNumberValue(id);
        json.WriteEndArray();
        json.WriteStartArray("tokens");
        json.WriteStringValue(text);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, WordPieceTokenizer tokenizer)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "WordPiece");
        json.WriteString("unk_token", "[UNK]");
        json.WriteString("continuing_subword_prefix", WordPieceTokenizer.ContinuingPrefix);
        json.WriteNumber("max_input_chars_per_word", tokenizer.Options.MaxWordLength);
        json.WriteStartObject("vocab");
        for (int id = 0; id < tokenizer.VocabularySize; id++) json.WriteNumber(tokenizer.TokenOf(id), id);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known) json.WriteBoolean(name, known);
        else json.WriteNull(name);
    }
}
