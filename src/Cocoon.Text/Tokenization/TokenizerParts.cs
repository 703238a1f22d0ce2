namespace Cocoon.Text;

/// <summary>What a <see cref="PipelineTokenizer"/> is made of, in the order in which text passes through it.</summary>
internal sealed record TokenizerParts
{
    /// <summary>Tokens that are looked for in the text itself.</summary>
    public IReadOnlyList<AddedToken> Added { get; init; } = [];

    /// <summary>What happens to text first; null: nothing.</summary>
    public ITextNormalizer? Normalizer { get; init; }

    /// <summary>What cuts it into words, in order.</summary>
    public IReadOnlyList<IPreTokenizer> PreTokenizers { get; init; } = [];

    /// <summary>What cuts words into pieces.</summary>
    public required ITokenModel Model { get; init; }

    /// <summary>What is put around texts.</summary>
    public PostProcessor Processor { get; init; } = PostProcessor.None;

    /// <summary>What turns tokens back into text; null: spaces between them.</summary>
    public ITokenDecoder? Decoder { get; init; }

    /// <summary>Roles of the special tokens.</summary>
    public required SpecialTokens Special { get; init; }

    /// <summary>How texts become sequences.</summary>
    public EncodeOptions Defaults { get; init; } = new();

    /// <summary>The same parts as <c>tokenizer.json</c> writes them.</summary>
    public required TokenizerSections Sections { get; init; }
}

/// <summary>Sections of a <c>tokenizer.json</c>, as JSON: what was read is written again as it was.</summary>
internal sealed record TokenizerSections(string Normalizer, string PreTokenizer, string PostProcessor, string Decoder)
{
    public string Truncation { get; init; } = "null";

    public string Padding { get; init; } = "null";
}
