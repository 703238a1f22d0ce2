namespace Cocoon.Text;

/// <summary>What happens to text before it is cut into pieces; the defaults are those of BERT's uncased English models.</summary>
/// <remarks>Devlin et al. 2018, arXiv:1810.04805, as in the Hugging Face library's BertNormalizer; the same in every field.</remarks>
public sealed record WordPieceOptions
{
    /// <summary>Turns capitals into small letters.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Takes accents off letters (canonical decomposition without nonspacing marks); null: as <see cref="Lowercase"/>.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Removes control characters and makes all white space a space.</summary>
    public bool CleanText { get; init; } = true;

    /// <summary>Makes every Chinese character a word of its own.</summary>
    public bool SeparateChinese { get; init; } = true;

    /// <summary>Longest word that is looked up, in Unicode code points; longer ones are unknown.</summary>
    public int MaxWordLength { get; init; } = 100;

    /// <summary>Whether accents are stripped after all.</summary>
    internal bool StripsAccents => StripAccents ?? Lowercase;
}
