namespace Cocoon.Text;

/// <summary>Reads the Hugging Face library's <c>tokenizer.json</c>; what is not supported is refused by name, not ignored.</summary>
internal static class TokenizerJson
{
    /// <param name="path">Name of the file, for messages.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="named">The special tokens that <c>tokenizer_config.json</c> names, by role; empty where it is missing.</param>
    public static Tokenizer Read(string path, byte[] bytes, RoleNames named)
    {
        using var document = StrictJson.Parse(path, bytes);
        var root = new StrictJson(path, "", document.RootElement);
        root.Expect("version", "1.0");
        var defaults = new EncodeOptions { Truncation = SequenceJson.Truncation(root), Padding = SequenceJson.Padding(root) };
        var processor = PostProcessorJson.Read(Part(root, "post_processor"));
        var model = ModelJson.Read(root["model"]);
        var added = AddedTokenJson.Read(root, model.Tokens);
        RequireIds(root, processor, Math.Max(model.Tokens.Size, added.Count == 0 ? 0 : added.Max(token => token.Id) + 1));
        if (BertJson.Read(root, model, added) is { } options) return new WordPieceTokenizer(model.Tokens, options, processor, defaults);
        return new PipelineTokenizer(Assemble(root, model, added, named) with { Processor = processor, Defaults = defaults });
    }

    /// <summary>The parts that the sections describe.</summary>
    public static TokenizerParts Assemble(StrictJson root, ITokenModel model, IReadOnlyList<AddedToken> added, RoleNames named) => new()
    {
        Added = added,
        Normalizer = NormalizerJson.Read(Part(root, "normalizer")),
        PreTokenizers = PreTokenizerJson.Read(Part(root, "pre_tokenizer")),
        Model = model,
        Processor = PostProcessorJson.Read(Part(root, "post_processor")),
        Decoder = DecoderJson.Read(Part(root, "decoder")),
        Special = named.Roles(model, added),
        Sections = new TokenizerSections(Part(root, "normalizer").Raw, Part(root, "pre_tokenizer").Raw, Part(root, "post_processor").Raw, Part(root, "decoder").Raw)
        {
            Truncation = Part(root, "truncation").Raw, Padding = Part(root, "padding").Raw,
        },
    };

    /// <summary>A section; null if the file leaves it out.</summary>
    public static StrictJson Part(StrictJson root, string name) => root.Has(name) ? root[name] : StrictJson.Null(root.File, name);

    private static void RequireIds(StrictJson root, PostProcessor processor, int size)
    {
        foreach (int id in processor.Single.Concat(processor.Pair).SelectMany(part => part.Ids))
            if (id >= size) throw root["post_processor"].Refused($"adds the id {id}, but the tokens have ids 0 to {size - 1}");
    }
}
