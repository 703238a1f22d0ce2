namespace Cocoon.Text;

/// <summary>Cuts text into the words that a model sees. Immutable; any number of threads may use one instance.</summary>
internal interface IPreTokenizer
{
    /// <summary>Cuts the pieces further.</summary>
    void Split(PreTokens tokens);
}

/// <summary>Cuts at a pattern.</summary>
internal sealed class PatternSplit(ITextPattern pattern, SplitBehavior behavior, bool inverted = false) : IPreTokenizer
{
    /// <summary>Whether the pieces are GPT-2's words.</summary>
    public bool IsGpt2 => pattern is Gpt2Pattern && behavior == SplitBehavior.Isolated;

    public void Split(PreTokens tokens) => tokens.Split(pattern, behavior, inverted);
}

/// <summary>Changes the pieces without cutting them: what byte-level vocabularies need before the model.</summary>
internal sealed class PieceChange(ITextNormalizer normalizer) : IPreTokenizer
{
    /// <summary>What changes them.</summary>
    public ITextNormalizer Normalizer => normalizer;

    public void Split(PreTokens tokens) => tokens.Change(normalizer);
}

/// <summary>A space before every piece that does not start with one.</summary>
internal sealed class SpacePrefix : ITextNormalizer
{
    public void Normalize(NormalizedText text)
    {
        if (!text.Chars.StartsWith(' ')) text.Prepend(" ");
    }
}

/// <summary>Spaces become a visible character, which also goes before the text.</summary>
/// <remarks>Kudo and Richardson 2018, arXiv:1808.06226 (SentencePiece), as the Hugging Face library's Metaspace does it.</remarks>
internal sealed class MetaspacePrefix(string replacement, PrependScheme scheme) : ITextNormalizer
{
    private readonly ReplaceNormalizer _spaces = new(new StringPattern(" "), replacement);

    public void Normalize(NormalizedText text)
    {
        _spaces.Normalize(text);
        bool wanted = scheme == PrependScheme.Always || (scheme == PrependScheme.First && text.Original.Start == 0);
        if (wanted && !text.Chars.StartsWith(replacement)) text.Prepend(replacement);
    }
}

/// <summary>Where a visible space is put before a text.</summary>
internal enum PrependScheme
{
    /// <summary>Before every piece.</summary>
    Always,

    /// <summary>Before the start of the text only.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
