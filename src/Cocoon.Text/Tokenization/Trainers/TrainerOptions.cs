namespace Cocoon.Text;

/// <summary>How a vocabulary is trained, whatever its kind.</summary>
public abstract record TrainerOptions
{
    /// <summary>Number of tokens, V, with the special ones.</summary>
    public int VocabularySize { get; init; } = 30_522;

    /// <summary>A pair that occurs fewer times is not merged.</summary>
    public long MinFrequency { get; init; } = 2;

    /// <summary>Most frequent characters that become tokens; words with other characters turn into unknown tokens or bytes.</summary>
    public int AlphabetLimit { get; init; } = 1000;

    /// <summary>Longer words, in code points, are not counted: junk of any length must not fill the memory.</summary>
    public int MaxWordLength { get; init; } = 1000;

    /// <summary>Distinct words kept while counting; each takes about 400 bytes until the end of training. When there are more, the rarest are
    /// dropped until half remain, which can lower the counts of rare words; the result stays a function of the corpus and this number.</summary>
    public int MaxDistinctWords { get; init; } = 5_000_000;

    /// <summary>File in which counts are kept while text is read, after every 2^30 characters of it (some half a minute): an interrupted training with the same text goes on
    /// from there, to the same vocabulary. It stays, also for another size, until you delete it. Null: nothing is kept.</summary>
    public string? CountsFile { get; init; }

    /// <summary>Where and how often counts are kept.</summary>
    internal CountsKeeping Keeping => new(CountsFile, CharactersBetweenCounts);

    /// <summary>Characters of text after which counts are kept.</summary>
    internal long CharactersBetweenCounts { get; init; } = 1 << 30;

    /// <summary>What decides the counts, beside the text.</summary>
    internal string CountingRules => (this with { VocabularySize = 0, MinFrequency = 0, AlphabetLimit = 0, CountsFile = null }).ToString();

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(VocabularySize is > 5 and <= 4_000_000, nameof(VocabularySize), VocabularySize, "6 to 4,000,000");
        Require(MinFrequency >= 1, nameof(MinFrequency), MinFrequency, "1 or more");
        Require(AlphabetLimit >= 1, nameof(AlphabetLimit), AlphabetLimit, "1 or more");
        Require(MaxWordLength is >= 1 and <= 100_000, nameof(MaxWordLength), MaxWordLength, "1 to 100,000");
        Require(MaxDistinctWords is >= 2 and <= 100_000_000, nameof(MaxDistinctWords), MaxDistinctWords, "2 to 100,000,000");
    }

    private static void Require(bool condition, string name, long value, string range)
    {
        if (!condition) throw new ArgumentException($"{name} is {value}: choose {range}.");
    }
}
