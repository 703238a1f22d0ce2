namespace Cocoon.Text;

/// <summary>Reads <c>truncation</c> and <c>padding</c> of a <c>tokenizer.json</c>.</summary>
internal static class SequenceJson
{
    private const int Longest = 1 << 30;

    public static Truncation? Truncation(StrictJson root)
    {
        var json = TokenizerJson.Part(root, "truncation");
        if (json.IsNull) return null;
        string strategy = json.String("strategy");
        if (!Enum.TryParse(strategy, out TruncationStrategy parsed) || !Enum.IsDefined(parsed))
            throw json["strategy"].Refused($"is \"{strategy}\"; possible are {string.Join(", ", Enum.GetNames<TruncationStrategy>())}");
        return new Truncation(json.Integer("max_length", 0, Longest), parsed, json.Has("direction") && IsLeft(json));
    }

    public static Padding? Padding(StrictJson root)
    {
        var json = TokenizerJson.Part(root, "padding");
        if (json.IsNull) return null;
        var strategy = json["strategy"];
        int? length = strategy.Has("Fixed") ? strategy.Integer("Fixed", 0, 1 << 20) : null;
        if (length is null && strategy.String() != "BatchLongest") throw strategy.Refused("is neither \"BatchLongest\" nor { \"Fixed\": length }");
        int multiple = json.Has("pad_to_multiple_of") && !json["pad_to_multiple_of"].IsNull ? json.Integer("pad_to_multiple_of", 0, 1 << 20) : 1;
        return new Padding(json.Integer("pad_id", 0, int.MaxValue), json.Integer("pad_type_id", 0, int.MaxValue), length, Math.Max(1, multiple), IsLeft(json));
    }

    private static bool IsLeft(StrictJson json) => json.String("direction") switch
    {
        "Left" => true,
        "Right" => false,
        var other => throw json["direction"].Refused($"is \"{other}\"; possible are Left, Right"),
    };
}
