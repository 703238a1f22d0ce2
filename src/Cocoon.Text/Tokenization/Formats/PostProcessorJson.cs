using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Reads the <c>post_processor</c> of a <c>tokenizer.json</c>.</summary>
internal static class PostProcessorJson
{
    private const string Supported = "BertProcessing, ByteLevel, RobertaProcessing, Sequence, TemplateProcessing";

    public static PostProcessor Read(StrictJson json)
    {
        if (json.IsNull) return PostProcessor.None;
        string type = json.String("type");
        return type switch
        {
            "BertProcessing" => PostProcessor.Bert(Named(json["cls"]), Named(json["sep"])),
            "RobertaProcessing" => PostProcessor.Roberta(Named(json["cls"]), Named(json["sep"])) with { Trims = Trims(json) },
            "ByteLevel" => PostProcessor.None with { Trims = Trims(json) },
            "TemplateProcessing" => new PostProcessor(Template(json, "single", texts: 1), Template(json, "pair", texts: 2), []),
            "Sequence" => json["processors"].Items().Aggregate(PostProcessor.None, (whole, part) => Join(whole, Read(part), part)),
            _ => throw json.UnknownType(type, Supported),
        };
    }

    private static PostProcessor Join(PostProcessor whole, PostProcessor part, StrictJson json)
    {
        OffsetTrim[] trims = [.. whole.Trims, .. part.Trims];
        if (part.Single == PostProcessor.None.Single) return whole with { Trims = trims };
        return whole.Single == PostProcessor.None.Single ? part with { Trims = trims } : throw json.Refused("is a second template; one is possible");
    }

    private static OffsetTrim[] Trims(StrictJson json) => json.Boolean("trim_offsets") ? [new OffsetTrim(json.Boolean("add_prefix_space"))] : [];

    // ["[CLS]", 101]
    private static int Named(StrictJson json) => json.Items().ToList() is [_, var id] ? Id(id) : throw json.Refused("is not a token and its id");

    private static int Id(StrictJson json) => json.Integer() is >= 0 and var id ? id : throw json.Refused("is not an id");

    private static TemplatePart[] Template(StrictJson json, string name, int texts) => [.. json[name].Items().Select(part => Part(json, part, texts))];

    private static TemplatePart Part(StrictJson json, StrictJson part, int texts)
    {
        if (part.Has("Sequence"))
        {
            var text = part["Sequence"];
            int sequence = text.String("id") switch { "A" => 0, "B" when texts == 2 => 1, var other => throw text["id"].Refused($"is \"{other}\", a text that is not there") };
            return TemplatePart.Text(sequence, text.Integer("type_id", 0, int.MaxValue));
        }

        var special = part["SpecialToken"];
        var token = json["special_tokens"][special.String("id")];
        if (token.Element.ValueKind != JsonValueKind.Object) throw token.Refused("is not an object");
        return TemplatePart.Special([.. token["ids"].Items().Select(Id)], special.Integer("type_id", 0, int.MaxValue));
    }
}
