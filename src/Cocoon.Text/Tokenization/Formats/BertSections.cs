using System.Text.Json.Nodes;

namespace Cocoon.Text;

/// <summary>The sections of a <c>tokenizer.json</c> for BERT's tokenizer.</summary>
internal static class BertSections
{
    public static TokenizerSections Of(WordPieceTokenizer tokenizer) => new(
        Normalizer(tokenizer.Options).ToJsonString(),
        """{"type":"BertPreTokenizer"}""",
        Template(tokenizer).ToJsonString(),
        new JsonObject { ["type"] = "WordPiece", ["prefix"] = WordPieceTokenizer.ContinuingPrefix, ["cleanup"] = true }.ToJsonString())
    {
        Truncation = Truncation(tokenizer.Defaults.Truncation)?.ToJsonString() ?? "null",
        Padding = Padding(tokenizer)?.ToJsonString() ?? "null",
    };

    private static JsonObject Normalizer(WordPieceOptions options) => new()
    {
        ["type"] = "BertNormalizer", ["clean_text"] = options.CleanText, ["handle_chinese_chars"] = options.SeparateChinese,
        ["strip_accents"] = options.StripAccents, ["lowercase"] = options.Lowercase,
    };

    private static JsonObject Template(Tokenizer tokenizer)
    {
        var processor = tokenizer.Processor;
        var special = new JsonObject();
        foreach (int id in processor.Single.Concat(processor.Pair).SelectMany(part => part.Ids).Distinct())
            special.Add(tokenizer.TokenOf(id), new JsonObject { ["id"] = tokenizer.TokenOf(id), ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(tokenizer.TokenOf(id)) });
        return new JsonObject { ["type"] = "TemplateProcessing", ["single"] = Parts(tokenizer, processor.Single), ["pair"] = Parts(tokenizer, processor.Pair), ["special_tokens"] = special };
    }

    private static JsonArray Parts(Tokenizer tokenizer, TemplatePart[] parts)
    {
        var array = new JsonArray();
        foreach (var part in parts)
        {
            if (part.Sequence >= 0) array.Add((JsonNode)Part("Sequence", part.Sequence == 0 ? "A" : "B", part.Segment));
            else foreach (int id in part.Ids) array.Add((JsonNode)Part("SpecialToken", tokenizer.TokenOf(id), part.Segment));
        }

        return array;
    }

    private static JsonObject Part(string kind, string id, int segment) => new() { [kind] = new JsonObject { ["id"] = id, ["type_id"] = segment } };

    private static JsonObject? Truncation(Truncation? truncation) => truncation is null ? null : new()
    {
        ["direction"] = truncation.FromLeft ? "Left" : "Right", ["max_length"] = truncation.MaxLength, ["strategy"] = $"{truncation.Strategy}", ["stride"] = 0,
    };

    private static JsonObject? Padding(Tokenizer tokenizer) => tokenizer.Defaults.Padding is not { } padding ? null : new()
    {
        ["strategy"] = padding.Length is { } length ? new JsonObject { ["Fixed"] = length } : "BatchLongest",
        ["direction"] = padding.OnLeft ? "Left" : "Right",
        ["pad_to_multiple_of"] = padding.MultipleOf > 1 ? padding.MultipleOf : null,
        ["pad_id"] = padding.Id,
        ["pad_type_id"] = padding.Segment,
        ["pad_token"] = padding.Id < tokenizer.VocabularySize ? tokenizer.TokenOf(padding.Id) : "[PAD]",
    };
}
