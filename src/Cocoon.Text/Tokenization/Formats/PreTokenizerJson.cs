namespace Cocoon.Text;

/// <summary>Reads the <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizerJson
{
    private const string Supported = "BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, Metaspace, Punctuation, Sequence, Split, Whitespace, WhitespaceSplit";

    public static List<IPreTokenizer> Read(StrictJson json)
    {
        if (json.IsNull) return [];
        string type = json.String("type");
        return type switch
        {
            "BertPreTokenizer" => [Cut(CharacterPattern.Of(CharacterClass.Space), SplitBehavior.Removed), Cut(CharacterPattern.Of(CharacterClass.Punctuation), SplitBehavior.Isolated)],
            "ByteLevel" => ByteLevel(json.Boolean("add_prefix_space"), json.BooleanOr("use_regex", true)),
            "CharDelimiterSplit" => [Cut(Exactly(json.Character("delimiter")), SplitBehavior.Removed)],
            "Digits" => [Cut(CharacterPattern.Of(CharacterClass.Digit), json.Boolean("individual_digits") ? SplitBehavior.Isolated : SplitBehavior.Contiguous)],
            "Metaspace" => Metaspace(json),
            "Punctuation" => [Cut(CharacterPattern.Of(CharacterClass.Punctuation), json.Has("behavior") ? Behavior(json) : SplitBehavior.Isolated)],
            "Sequence" => [.. json["pretokenizers"].Items().SelectMany(Read)],
            "Split" => [new PatternSplit(PatternJson.Read(json["pattern"]), Behavior(json), json.Boolean("invert"))],
            "Whitespace" => [new PatternSplit(new WordPattern(), SplitBehavior.Removed, inverted: true)],
            "WhitespaceSplit" => [Cut(CharacterPattern.Of(CharacterClass.Space), SplitBehavior.Removed)],
            _ => throw json.UnknownType(type, Supported),
        };
    }

    /// <summary>The visible space of a Metaspace, and where it is put before a text; old files say only whether.</summary>
    public static (string Replacement, PrependScheme Scheme) MetaspaceFields(StrictJson json)
    {
        string scheme = json.OptionalString("prepend_scheme") ?? "always";
        bool prefix = !json.Has("add_prefix_space") || json.OptionalBoolean("add_prefix_space") != false;
        if (!prefix && json.Has("prepend_scheme") && scheme != "never") throw json["add_prefix_space"].Refused($"is false, but prepend_scheme is \"{scheme}\"");
        return (json.Character("replacement"), scheme switch
        {
            _ when !prefix => PrependScheme.Never,
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            _ => throw json["prepend_scheme"].Refused($"is \"{scheme}\"; possible are always, first, never"),
        });
    }

    private static List<IPreTokenizer> ByteLevel(bool prefix, bool words)
    {
        var parts = new List<IPreTokenizer>();
        if (prefix) parts.Add(new PieceChange(new SpacePrefix()));
        if (words) parts.Add(Cut(new Gpt2Pattern(), SplitBehavior.Isolated));
        parts.Add(new PieceChange(new ByteLevelNormalizer()));
        return parts;
    }

    private static List<IPreTokenizer> Metaspace(StrictJson json)
    {
        var (replacement, scheme) = MetaspaceFields(json);
        var parts = new List<IPreTokenizer> { new PieceChange(new MetaspacePrefix(replacement, scheme)) };
        if (json.BooleanOr("split", true)) parts.Add(Cut(Exactly(replacement), SplitBehavior.MergedWithNext));
        return parts;
    }

    private static PatternSplit Cut(ITextPattern pattern, SplitBehavior behavior) => new(pattern, behavior);

    private static CharacterPattern Exactly(string character)
    {
        CodePoint.Read(character, 0, out int wanted);
        return new CharacterPattern(c => c == wanted);
    }

    private static SplitBehavior Behavior(StrictJson json) => Enum.TryParse(json.String("behavior"), out SplitBehavior behavior) && Enum.IsDefined(behavior)
        ? behavior : throw json["behavior"].Refused($"is \"{json.String("behavior")}\"; possible are {string.Join(", ", Enum.GetNames<SplitBehavior>())}");
}
