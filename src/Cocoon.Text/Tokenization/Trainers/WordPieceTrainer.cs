namespace Cocoon.Text;

/// <summary>Trains a WordPiece vocabulary on a corpus, as the Hugging Face library's WordPieceTrainer does.</summary>
/// <remarks>
/// The library builds "WordPiece" vocabularies with byte pair encoding on counted words (not with the likelihood of Schuster and Nakajima 2012);
/// so here, with the same ties. Deviations: characters that continue words are numbered in code point order, where the library's order changes
/// from run to run; words longer than <see cref="WordPieceTrainerOptions.MaxWordLength"/> are not counted; no token is longer than 256 characters;
/// counts have 64 bits, not 32; a size that cannot be met is refused.
/// The result is a function of the corpus and the options. One thread reads while another counts.
/// </remarks>
/// <param name="options">Sizes and limits; the defaults if null.</param>
public sealed class WordPieceTrainer(WordPieceTrainerOptions? options = null)
{
    private readonly WordPieceTrainerOptions _options = options ?? new WordPieceTrainerOptions();

    /// <summary>Counts the words of the corpus and grows the vocabulary.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="progress">Told about every mebibyte read, from the reading thread, and every 256 tokens.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>A tokenizer of exactly the size asked for, beginning with [PAD] [UNK] [CLS] [SEP] [MASK].</returns>
    /// <exception cref="CorpusException">The corpus cannot be read, or the vocabulary size is too small for its alphabet or too large for its text;
    /// the message says which sizes are possible.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public WordPieceTokenizer Train(TextCorpus corpus, IProgress<WordPieceTrainerProgress>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        _options.Validate();
        var counts = Count(corpus, progress, ct);
        var initial = Alphabet.InitialTokens(counts, _options.AlphabetLimit);
        if (initial.Count > _options.VocabularySize) throw TooSmall(corpus, initial.Count);

        var merger = new PairMerger(counts, initial);
        int reported = 0;
        while (merger.Tokens.Count < _options.VocabularySize)
        {
            ct.ThrowIfCancellationRequested();
            if (!merger.TryMerge(_options.MinFrequency)) throw TooLarge(corpus, merger.Tokens.Count);
            if (merger.Tokens.Count - reported < 256) continue;
            reported = merger.Tokens.Count;
            progress?.Report(At(corpus, corpus.TotalBytes, counts, reported));
        }

        progress?.Report(At(corpus, corpus.TotalBytes, counts, merger.Tokens.Count));
        return new WordPieceTokenizer(merger.Tokens, _options.Text);
    }

    private WordCounts Count(TextCorpus corpus, IProgress<WordPieceTrainerProgress>? progress, CancellationToken ct)
    {
        var counter = new WordCounter(new CharacterActions(_options.Text), _options.MaxWordLength, _options.MaxDistinctWords);
        var reader = progress is null ? null : new ReadingProgress(read => progress.Report(At(corpus, read, counter.Counts, tokens: 0)));
        foreach (var document in ReadAhead.Of(corpus.Read(reader, ct), ct)) counter.Add(document.Text);
        return counter.Counts;
    }

    private WordPieceTrainerProgress At(TextCorpus corpus, long read, WordCounts counts, int tokens) =>
        new(read, corpus.TotalBytes, counts.Distinct, counts.Pruned, tokens, _options.VocabularySize);

    private CorpusException TooSmall(TextCorpus corpus, int needed) => new(NameOf(corpus),
        $"a vocabulary of {_options.VocabularySize:N0} tokens cannot hold the special tokens and the alphabet of this corpus. " +
        $"Ask for at least {needed:N0}, or keep fewer characters with AlphabetLimit (now {_options.AlphabetLimit:N0}).");

    private CorpusException TooLarge(TextCorpus corpus, int possible) => new(NameOf(corpus),
        $"this corpus yields at most {possible:N0} tokens with MinFrequency {_options.MinFrequency:N0}; {_options.VocabularySize:N0} were asked for. " +
        $"Ask for {possible:N0} or fewer, or give more text.");

    private static string NameOf(TextCorpus corpus) =>
        corpus.Files.Count == 1 ? corpus.Files[0].Path : $"{corpus.Files[0].Path} and {corpus.Files.Count - 1:N0} more";

    private sealed class ReadingProgress(Action<long> report) : IProgress<CorpusProgress>
    {
        public void Report(CorpusProgress value) => report(value.BytesRead);
    }
}
