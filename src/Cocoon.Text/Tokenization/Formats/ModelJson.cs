using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Reads the <c>model</c> of a <c>tokenizer.json</c>.</summary>
internal static class ModelJson
{
    private const string Supported = "BPE, WordLevel, WordPiece";

    public static ITokenModel Read(StrictJson json)
    {
        // Files from before 2021 leave the type out.
        string type = json.OptionalString("type") ?? (json.Has("merges") ? "BPE" : json.Has("continuing_subword_prefix") ? "WordPiece" : throw json.Refused("has no \"type\""));
        switch (type)
        {
            case "BPE": return Bpe(json);
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
            FuseUnknown = Flag("fuse_unk"),
            ByteFallback = Flag("byte_fallback"),
            IgnoreMerges = Flag("ignore_merges"),
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

        bool Flag(string name) => json.Has(name) && json.OptionalBoolean(name) == true;
    }

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
