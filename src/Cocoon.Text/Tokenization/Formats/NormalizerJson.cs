namespace Cocoon.Text;

/// <summary>Reads the <c>normalizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class NormalizerJson
{
    private const string Supported = "BertNormalizer, NFC, NFD, NFKC, NFKD, Lowercase, Strip, StripAccents, Replace, Prepend, Precompiled, Nmt, ByteLevel, Sequence";

    public static ITextNormalizer? Read(StrictJson json)
    {
        if (json.IsNull) return null;
        string type = json.String("type");
        return type switch
        {
            "BertNormalizer" => new BertTextNormalizer(Bert(json)),
            "NFC" => new UnicodeNormalizer(compatible: false, composes: true),
            "NFD" => new UnicodeNormalizer(compatible: false, composes: false),
            "NFKC" => new UnicodeNormalizer(compatible: true, composes: true),
            "NFKD" => new UnicodeNormalizer(compatible: true, composes: false),
            "Lowercase" => new LowercaseNormalizer(),
            "Strip" => new StripNormalizer(json.Boolean("strip_left"), json.Boolean("strip_right")),
            "StripAccents" => new StripAccentsNormalizer(),
            "Replace" => new ReplaceNormalizer(PatternJson.Read(json["pattern"]), json.String("content")),
            "Prepend" => new PrependNormalizer(json.String("prepend")),
            "Precompiled" => Precompiled(json["precompiled_charsmap"]),
            "Nmt" => new NmtNormalizer(),
            "ByteLevel" => new ByteLevelNormalizer(),
            "Sequence" => new NormalizerSequence([.. json["normalizers"].Items().Select(part => Read(part) ?? throw part.Refused("is null"))]),
            _ => throw json.UnknownType(type, Supported),
        };
    }

    /// <summary>The fields of a BertNormalizer.</summary>
    public static WordPieceOptions Bert(StrictJson json) => new()
    {
        CleanText = json.Boolean("clean_text"),
        SeparateChinese = json.Boolean("handle_chinese_chars"),
        StripAccents = json.OptionalBoolean("strip_accents"),
        Lowercase = json.Boolean("lowercase"),
    };

    // The binary form in base64.
    private static PrecompiledNormalizer Precompiled(StrictJson map)
    {
        string text = map.String();
        byte[] bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out int length)) throw map.Refused("is not in base64");
        return new PrecompiledNormalizer(PrecompiledMap.TryParse(bytes.AsSpan(0, length), out string problem) ?? throw map.Refused($"is damaged: {problem}"));
    }
}
