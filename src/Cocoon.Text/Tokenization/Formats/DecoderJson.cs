namespace Cocoon.Text;

/// <summary>Reads the <c>decoder</c> of a <c>tokenizer.json</c>.</summary>
internal static class DecoderJson
{
    private const string Supported = "BPEDecoder, ByteFallback, ByteLevel, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece";

    public static ITokenDecoder? Read(StrictJson json)
    {
        if (json.IsNull) return null;
        string type = json.String("type");
        switch (type)
        {
            case "BPEDecoder": return new BpeDecoder(json.String("suffix") is { Length: > 0 } suffix ? suffix : throw json["suffix"].Refused("is empty"));
            case "ByteFallback": return new ByteFallbackDecoder();
            case "ByteLevel": return new ByteLevelDecoder();
            case "Fuse": return new FuseDecoder();
            case "Metaspace":
                var (replacement, scheme) = PreTokenizerJson.MetaspaceFields(json);
                return new MetaspaceDecoder(replacement, scheme);
            case "Replace": return new ReplaceDecoder(PatternJson.Read(json["pattern"]), json.String("content"));
            case "Sequence": return new DecoderSequence([.. json["decoders"].Items().Select(part => Read(part) ?? throw part.Refused("is null"))]);
            case "Strip": return new StripDecoder(json.Character("content"), json.Integer("start", 0, int.MaxValue), json.Integer("stop", 0, int.MaxValue));
            case "WordPiece": return new WordPieceDecoder(json.String("prefix"), json.Boolean("cleanup"));
            default: throw json.UnknownType(type, Supported);
        }
    }
}
