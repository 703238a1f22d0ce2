using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Writes the <c>model</c> of a <c>tokenizer.json</c>.</summary>
internal static class ModelJsonWriter
{
    public static void Write(Utf8JsonWriter json, Tokenizer tokenizer)
    {
        json.WriteStartObject("model");
        if (tokenizer is WordPieceTokenizer bert) WordPiece(json, "[UNK]", WordPieceTokenizer.ContinuingPrefix, bert.Options.MaxWordLength, bert.Tokens);
        else
        {
            switch (((PipelineTokenizer)tokenizer).Parts.Model)
            {
                case BytePairModel model: Bpe(json, model); break;
                case UnigramTokenModel model: Unigram(json, model); break;
                case WordPieceModel model: WordPiece(json, model.Tokens[model.Unknown]!, model.Prefix, model.MaxWordLength, model.Tokens.All); break;
                case WordLevelModel model:
                    json.WriteString("type", "WordLevel");
                    Vocabulary(json, model.Tokens.All);
                    json.WriteString("unk_token", model.Tokens[model.Unknown]);
                    break;
                case var other: throw new NotSupportedException($"A {other.GetType().Name} cannot be written.");
            }
        }

        json.WriteEndObject();
    }

    private static void Bpe(Utf8JsonWriter json, BytePairModel model)
    {
        json.WriteString("type", "BPE");
        json.WriteNull("dropout");
        Optional(json, "unk_token", model.Options.Unknown);
        Optional(json, "continuing_subword_prefix", model.Options.Prefix.Length > 0 ? model.Options.Prefix : null);
        Optional(json, "end_of_word_suffix", model.Options.Suffix.Length > 0 ? model.Options.Suffix : null);
        json.WriteBoolean("fuse_unk", model.Options.FuseUnknown);
        json.WriteBoolean("byte_fallback", model.Options.ByteFallback);
        json.WriteBoolean("ignore_merges", model.Options.IgnoreMerges);
        Vocabulary(json, model.Tokens.All);
        json.WriteStartArray("merges");
        foreach (var (left, right) in model.Pairs)
        {
            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Unigram(Utf8JsonWriter json, UnigramTokenModel model)
    {
        json.WriteString("type", "Unigram");
        if (model.Unknown >= 0) json.WriteNumber("unk_id", model.Unknown);
        else json.WriteNull("unk_id");
        json.WriteStartArray("vocab");
        for (int id = 0; id < model.Tokens.Size; id++)
        {
            json.WriteStartArray();
            json.WriteStringValue(model.Tokens[id]);
            json.WriteNumberValue(model.Pieces.Scores[id]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteBoolean("byte_fallback", model.ByteFallback);
    }

    private static void WordPiece(Utf8JsonWriter json, string unknown, string prefix, int maxWordLength, IReadOnlyList<string?> tokens)
    {
        json.WriteString("type", "WordPiece");
        json.WriteString("unk_token", unknown);
        json.WriteString("continuing_subword_prefix", prefix);
        json.WriteNumber("max_input_chars_per_word", maxWordLength);
        Vocabulary(json, tokens);
    }

    private static void Vocabulary(Utf8JsonWriter json, IReadOnlyList<string?> tokens)
    {
        json.WriteStartObject("vocab");
        for (int id = 0; id < tokens.Count; id++) if (tokens[id] is { } token) json.WriteNumber(token, id);
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null) json.WriteNull(name);
        else json.WriteString(name, value);
    }
}
