using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Reads the <c>model</c> of a <c>tokenizer.json</c>.</summary>
internal static class ModelJson
{
    private const string Supported = "BPE, Unigram, WordLevel, WordPiece";

    public static ITokenModel Read(StrictJson json)
    {
        // Files from before 2021 leave the type out.
        string type = json.OptionalString("type") ?? (json.Has("merges") ? "BPE" : json.Has("continuing_subword_prefix") ? "WordPiece" : json.Has("unk_id") ? "Unigram" : throw json.Refused("has no \"type\""));
        switch (type)
        {
            case "BPE": return Bpe(json);
            case "Unigram": return Unigram(json);
            case "WordLevel":
                var words = VocabularyJson.Read(json["vocab"]);
                return new WordLevelModel(words, Unknown(json, words));
            case "WordPiece":
                var pieces = VocabularyJson.Read(json["vocab"]);
                return new WordPieceModel(pieces, Unknown(json, pieces), json.String("continuing_subword_prefix"), json.Integer("max_input_chars_per_word", 1, int.MaxValue));
            default: throw json.UnknownType(type, Supported);
        }
    }

    private static BytePairModel Bpe(StrictJson json)
    {
        if (json.Has("dropout") && !json["dropout"].IsNull && !(json["dropout"].Element is { ValueKind: JsonValueKind.Number } dropout && dropout.GetDouble() == 0))
            throw json["dropout"].Refused("is not null: dropout would make ids random. It is for training models, not for text; set it to null");
        var tokens = VocabularyJson.Read(json["vocab"]);
        var options = new BytePairOptions
        {
            Unknown = json.OptionalString("unk_token") is { Length: > 0 } unknown ? unknown : null,
            FuseUnknown = Flag(json, "fuse_unk"),
            ByteFallback = Flag(json, "byte_fallback"),
            IgnoreMerges = Flag(json, "ignore_merges"),
            Prefix = json.OptionalString("continuing_subword_prefix") ?? "",
            Suffix = json.OptionalString("end_of_word_suffix") ?? "",
        };
        var merges = json["merges"].Items().Select(Merge).OfType<(string, string)>().ToList();
        try
        {
            return new BytePairModel(tokens, merges, options);
        }
        catch (ArgumentException e)
        {
            throw json.Refused($"cannot be used: {e.Message}");
        }
    }

    private static UnigramTokenModel Unigram(StrictJson json)
    {
        var tokens = new List<string>();
        var scores = new List<double>();
        foreach (var entry in json["vocab"].Items())
        {
            if (entry.Element.ValueKind != JsonValueKind.Array || entry.Element.GetArrayLength() != 2) throw entry.Refused("is not a token and its score");
            string token = (entry with { Element = entry.Element[0] }).String();
            if (entry.Element[1].ValueKind != JsonValueKind.Number || !entry.Element[1].TryGetDouble(out double score) || !double.IsFinite(score))
                throw entry.Refused("has a score that is not a number");
            tokens.Add(token);
            scores.Add(score);
        }

        if (tokens.Count == 0) throw json["vocab"].Refused("has no token");
        int unknown = json.Has("unk_id") && !json["unk_id"].IsNull ? json.Integer("unk_id", 0, tokens.Count - 1) : -1;
        return new UnigramTokenModel(new TokenTable(tokens), [.. scores], unknown, Flag(json, "byte_fallback"));
    }

    private static bool Flag(StrictJson json, string name) => json.Has(name) && json.OptionalBoolean(name) == true;

    // ["a", "b"], or "a b" in older files, which may begin with a line "#version".
    private static (string, string)? Merge(StrictJson json)
    {
        if (json.Element.ValueKind == JsonValueKind.Array)
            return json.Items().ToList() is [var left, var right] ? (left.String(), right.String()) : throw json.Refused("is not a pair");
        return MergesText.Pair(json.String(), out bool isVersion) ?? (isVersion ? null : throw json.Refused("is not a pair with one space between"));
    }

    private static int Unknown(StrictJson json, TokenTable tokens) =>
        tokens.IdOf(json.String("unk_token")) is >= 0 and int id ? id : throw json["unk_token"].Refused($"(\"{json.String("unk_token")}\") is not in model.vocab");
}
