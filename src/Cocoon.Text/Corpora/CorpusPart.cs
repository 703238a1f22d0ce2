namespace Cocoon.Text;

/// <summary>A corpus and how much of it is wanted.</summary>
/// <param name="Corpus">The text.</param>
/// <param name="Weight">How often each document is used: 2 uses every document twice, 0.5 uses half of them, 1.5 every document once
/// and half of them twice. Which half is a function of the seed and the text of each. Above 0, at most <see cref="LargestWeight"/>.</param>
public sealed record CorpusPart(TextCorpus Corpus, double Weight = 1)
{
    /// <summary>More repetition than any published mixture uses is a slip of the pen.</summary>
    public const double LargestWeight = 100;

    /// <summary>How often the corpus is read from beginning to end.</summary>
    internal int Passes => (int)Math.Ceiling(Weight);
}
