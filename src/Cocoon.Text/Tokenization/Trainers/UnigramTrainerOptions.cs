namespace Cocoon.Text;

/// <summary>How a unigram vocabulary is trained; the defaults are those of SentencePiece except where a comment says otherwise.</summary>
public sealed record UnigramTrainerOptions
{
    /// <summary>Number of pieces, V, with the five special ones [PAD] [UNK] [CLS] [SEP] [MASK] (SentencePiece: 8,000 with its three).</summary>
    public int VocabularySize { get; init; } = 32_000;

    /// <summary>Fraction of all characters that must be spelled by pieces of their own; rarer characters are unknown. 0.9995 suits languages
    /// with many characters (Chinese, Japanese); 1 suits alphabets.</summary>
    public double CharacterCoverage { get; init; } = 0.9995;

    /// <summary>Lets pieces go on after a space, for text where spaces do not separate words. Chinese and Japanese need no such switch: without
    /// spaces, words are cut only where the script changes.</summary>
    public bool PiecesCrossSpaces { get; init; }

    /// <summary>Longest piece, in characters.</summary>
    public int MaxPieceLength { get; init; } = 16;

    /// <summary>Pieces of several characters that training starts from and prunes; each takes about 200 bytes.</summary>
    public int SeedPieces { get; init; } = 1_000_000;

    /// <summary>Fraction of the pieces that each round of pruning keeps.</summary>
    public double ShrinkingFactor { get; init; } = 0.75;

    /// <summary>Distinct words kept while counting, where a word counts anew with each character that follows it; each takes about 400 bytes until the end of training. When there are more, the rarest are
    /// dropped until half remain; the result stays a function of the corpus and this number.</summary>
    public int MaxDistinctWords { get; init; } = 5_000_000;

    /// <summary>Threads that count expectations; 0: as many as there are processors. The result does not depend on them.</summary>
    public int Threads { get; init; }

    /// <summary>File in which counts are kept while text is read, after every 2^30 characters of it: an interrupted training with the same text goes on from there, to the same
    /// vocabulary. It stays, also for another size, until you delete it. Null: nothing is kept.</summary>
    public string? CountsFile { get; init; }

    /// <summary>Where and how often counts are kept.</summary>
    internal CountsKeeping Keeping => new(CountsFile, CharactersBetweenCounts);

    /// <summary>Characters of text after which counts are kept.</summary>
    internal long CharactersBetweenCounts { get; init; } = 1 << 30;

    /// <summary>What decides the counts, beside the text.</summary>
    internal string CountingRules => FormattableString.Invariant($"unigram, across spaces: {PiecesCrossSpaces}, at most {MaxDistinctWords}");

    /// <summary>Threads to start.</summary>
    internal int ResolvedThreads => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(VocabularySize is > 5 and <= 1_000_000, nameof(VocabularySize), VocabularySize, "6 to 1,000,000");
        Require(CharacterCoverage is >= 0.98 and <= 1, nameof(CharacterCoverage), CharacterCoverage, "0.98 to 1");
        Require(MaxPieceLength is >= 1 and <= 100, nameof(MaxPieceLength), MaxPieceLength, "1 to 100");
        Require(SeedPieces >= VocabularySize && SeedPieces <= 10_000_000, nameof(SeedPieces), SeedPieces, $"VocabularySize ({VocabularySize}) to 10,000,000");
        Require(ShrinkingFactor is > 0 and < 1, nameof(ShrinkingFactor), ShrinkingFactor, "a number between 0 and 1");
        Require(MaxDistinctWords is >= 2 and <= 100_000_000, nameof(MaxDistinctWords), MaxDistinctWords, "2 to 100,000,000");
        Require(Threads is >= 0 and <= 1024, nameof(Threads), Threads, "0 to 1,024");
    }

    private static void Require(bool condition, string name, double value, string range)
    {
        if (!condition) throw new ArgumentException(FormattableString.Invariant($"{name} is {value}: choose {range}."));
    }
}
