namespace Cocoon.Text;

/// <summary>What all trainers that merge pairs share: counting the words of a corpus, and merging until the vocabulary is full.</summary>
internal sealed class MergeTraining(TrainerOptions options, TextCorpus corpus, IProgress<TrainerProgress>? progress, CancellationToken ct)
{
    /// <summary>Counts the words of the corpus; one thread reads while another counts.</summary>
    public WordCounts Count(IWordCounter counter) => new WordCounting(corpus, options.CountingRules, options.Keeping)
        .Count(counter, progress is null ? null : read => progress.Report(At(read, counter.Counts, tokens: 0)), ct);

    /// <summary>Merges the most frequent pairs.</summary>
    /// <param name="counts">The words.</param>
    /// <param name="initial">Special tokens and alphabet, in the order of their ids.</param>
    /// <param name="spelling">How words are spelled with them.</param>
    /// <exception cref="CorpusException">The size cannot be met; the message says which sizes are possible.</exception>
    public PairMerger Grow(WordCounts counts, IReadOnlyList<string> initial, Spelling spelling)
    {
        if (initial.Count > options.VocabularySize) throw TooSmall(initial.Count);
        var merger = new PairMerger(counts, initial, spelling);
        int reported = 0;
        while (merger.Tokens.Count < options.VocabularySize)
        {
            ct.ThrowIfCancellationRequested();
            if (!merger.TryMerge(options.MinFrequency)) throw TooLarge(merger.Tokens.Count);
            if (merger.Tokens.Count - reported < 256) continue;
            reported = merger.Tokens.Count;
            progress?.Report(At(corpus.TotalBytes, counts, reported));
        }

        progress?.Report(At(corpus.TotalBytes, counts, merger.Tokens.Count));
        return merger;
    }

    private TrainerProgress At(long read, WordCounts counts, int tokens) =>
        new(read, corpus.TotalBytes, counts.Distinct, counts.Pruned, tokens, options.VocabularySize);

    private CorpusException TooSmall(int needed) => new(Name,
        $"a vocabulary of {options.VocabularySize:N0} tokens cannot hold the special tokens and the alphabet of this corpus. " +
        $"Ask for at least {needed:N0}, or keep fewer characters with AlphabetLimit (now {options.AlphabetLimit:N0}).");

    private CorpusException TooLarge(int possible) => new(Name,
        $"this corpus yields at most {possible:N0} tokens with MinFrequency {options.MinFrequency:N0}; {options.VocabularySize:N0} were asked for. " +
        $"Ask for {possible:N0} or fewer, or give more text.");

    private string Name => corpus.Files.Count == 1 ? corpus.Files[0].Path : $"{corpus.Files[0].Path} and {corpus.Files.Count - 1:N0} more";
}
