using System.Text;

namespace Cocoon.Text;

/// <summary>Trains the vocabulary of a <see cref="SentencePieceTokenizer"/> of the unigram kind.</summary>
/// <remarks>
/// Kudo 2018, arXiv:1804.10959, as SentencePiece trains it: many substrings as seeds, then rounds of expectation maximization and pruning.
/// Counts are smoothed by the digamma function, which takes mass from rare pieces. The same corpus and options give the same vocabulary on any
/// number of threads. Memory: see <see cref="UnigramTrainerOptions.MaxDistinctWords"/> and <see cref="UnigramTrainerOptions.SeedPieces"/>.
/// </remarks>
public sealed class UnigramTrainer
{
    private const int SubIterations = 2;
    private const double LeastExpected = 0.5, Headroom = 1.1;

    private static readonly (string Text, PieceKind Kind)[] s_special =
        [("[PAD]", PieceKind.Control), ("[UNK]", PieceKind.Unknown), ("[CLS]", PieceKind.Control), ("[SEP]", PieceKind.Control), ("[MASK]", PieceKind.Control)];

    private readonly UnigramTrainerOptions _options;
    private readonly SentencePieceNormalization _rules;

    /// <summary>A trainer.</summary>
    /// <param name="options">How; the defaults if null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public UnigramTrainer(UnigramTrainerOptions? options = null)
    {
        _options = options ?? new UnigramTrainerOptions();
        _options.Validate();
        _rules = new SentencePieceNormalization { Name = NmtNfkc.Name, PrecompiledMap = NmtNfkc.Compiled };
    }

    /// <summary>Reads a corpus once and makes a tokenizer from it.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="progress">Told while reading, and after every round.</param>
    /// <param name="ct">Stops training.</param>
    /// <exception cref="CorpusException">A file cannot be used, or the corpus does not yield the vocabulary that was asked for.</exception>
    public SentencePieceTokenizer Train(TextCorpus corpus, IProgress<UnigramTrainerProgress>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var words = Count(corpus, progress, ct);
        var alphabet = CharactersOf(words);
        int wanted = _options.VocabularySize - s_special.Length;
        if (alphabet.Count == 0) throw TooLarge(corpus, s_special.Length);
        if (alphabet.Count > wanted) throw TooSmall(corpus, alphabet.Count + s_special.Length);
        var runs = new RunCorpus(words, alphabet.Keys.ToHashSet());
        var pieces = Seeds(runs, alphabet);
        var counts = new UnigramCounts(runs.Merged(), _options.ResolvedThreads);
        int target = (int)(_options.VocabularySize * Headroom);
        while (true)
        {
            double mean = 0;
            for (int i = 0; i < SubIterations; i++) (pieces, mean) = Improve(counts, pieces, ct);
            int living = pieces.Living;
            progress?.Report(new UnigramTrainerProgress(corpus.TotalBytes, corpus.TotalBytes, words.Distinct, words.Pruned, living, _options.VocabularySize, -mean));
            if (living <= target) break;
            pieces = PiecePruning.Prune(pieces, counts.Best(pieces, ct), Math.Max(target, (int)(_options.ShrinkingFactor * living)));
            if (pieces.Living == living) break; // no other piece can be done without
        }

        var final = Final(pieces, alphabet, wanted);
        if (final.Count < wanted) throw TooLarge(corpus, final.Count + s_special.Length);
        return new SentencePieceTokenizer(Model(final));
    }

    private WordCounts Count(TextCorpus corpus, IProgress<UnigramTrainerProgress>? progress, CancellationToken ct)
    {
        var map = PrecompiledMap.TryParse(_rules.PrecompiledMap.Span, out _);
        var counter = new RunCounter(new SentencePieceNormalizer(_rules, map), _options.PiecesCrossSpaces, _options.MaxDistinctWords);
        return new WordCounting(corpus, _options.CountingRules, _options.Keeping).Count(counter, progress is null ? null : read => progress.Report(new UnigramTrainerProgress(
            read, corpus.TotalBytes, counter.Counts.Distinct, counter.Counts.Pruned, Pieces: 0, _options.VocabularySize, NatsPerWord: 0)), ct);
    }

    /// <summary>The most frequent characters, until they cover enough of the text, with their counts.</summary>
    private Dictionary<int, long> CharactersOf(WordCounts words)
    {
        var counts = new Dictionary<int, long>();
        long all = 0;
        for (int i = 0; i < words.Distinct; i++)
        {
            var word = words.WordAt(i);
            foreach (var rune in word[..^(char.IsLowSurrogate(word[^1]) ? 2 : 1)].EnumerateRunes()) // without the character that follows
            {
                counts[rune.Value] = counts.GetValueOrDefault(rune.Value) + words.CountAt(i);
                all += words.CountAt(i);
            }
        }

        var kept = new Dictionary<int, long>();
        long covered = 0;
        foreach (var (character, count) in counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key))
        {
            if ((double)covered / all >= _options.CharacterCoverage) break;
            covered += count;
            if (character != 0) kept.Add(character, count);
        }

        return kept;
    }

    private UnigramPieces Seeds(RunCorpus runs, Dictionary<int, long> alphabet)
    {
        var seeds = new List<(byte[] Text, long Score)>();
        foreach (var (character, count) in Ordered(alphabet)) seeds.Add((Encoding.UTF8.GetBytes(char.ConvertFromUtf32(character)), count));
        seeds.AddRange(SeedPieces.Find(runs, _options.MaxPieceLength, _options.SeedPieces));
        double sum = Math.Log(seeds.Sum(seed => (double)seed.Score));
        return new UnigramPieces([.. seeds.Select(seed => seed.Text)], [.. seeds.Select(seed => Math.Log(seed.Score) - sum)]);
    }

    /// <summary>One step of expectation maximization.</summary>
    private static (UnigramPieces Pieces, double Mean) Improve(UnigramCounts counts, UnigramPieces pieces, CancellationToken ct)
    {
        var (expected, mean) = counts.Expected(pieces, ct);
        double sum = Digamma.Of(expected.Where(count => count >= LeastExpected).Sum());
        return (pieces.With([.. expected.Select(count => count < LeastExpected ? double.NegativeInfinity : Digamma.Of(count) - sum)]), mean);
    }

    /// <summary>The characters of the alphabet, and the most probable other pieces, best first.</summary>
    /// <remarks>Rare pieces are equally probable in single precision, as the file keeps it; then their text decides, not the rounding of sums.</remarks>
    private static List<(string Text, float Score)> Final(UnigramPieces pieces, Dictionary<int, long> alphabet, int size)
    {
        var scores = new Dictionary<string, float>(StringComparer.Ordinal);
        for (int i = 0; i < pieces.Scores.Length; i++)
            if (double.IsFinite(pieces.Scores[i])) scores.Add(Encoding.UTF8.GetString(pieces.Texts[i]), (float)pieces.Scores[i]);
        var final = new List<(string Text, float Score)>();
        float least = scores.Values.DefaultIfEmpty(0).Min(), penalty = 0;
        foreach (var (character, _) in Ordered(alphabet))
        {
            string text = char.ConvertFromUtf32(character);
            bool isPiece = scores.Remove(text, out float score);
            final.Add((text, isPiece ? score : least + penalty));
            if (!isPiece) penalty += 1e-4f; // so that no two have the same score
        }

        final.AddRange(Best(scores.Select(pair => (pair.Key, pair.Value))).Take(size - final.Count));
        return [.. Best(final)];
    }

    private static IEnumerable<(string Text, float Score)> Best(IEnumerable<(string Text, float Score)> pieces) =>
        pieces.OrderByDescending(piece => piece.Score).ThenBy(piece => piece.Text, StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<int, long>> Ordered(Dictionary<int, long> alphabet) =>
        alphabet.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key);

    private SentencePieceModel Model(List<(string Text, float Score)> pieces) => new()
    {
        Pieces = [.. s_special.Select(special => new ScoredPiece(special.Text, 0, special.Kind)), .. pieces.Select(piece => new ScoredPiece(piece.Text, piece.Score))],
        Normalization = _rules,
        BeginPiece = "[CLS]",
        EndPiece = "[SEP]",
        PadPiece = "[PAD]",
    };

    private CorpusException TooSmall(TextCorpus corpus, int needed) => new(NameOf(corpus),
        $"a vocabulary of {_options.VocabularySize:N0} pieces cannot hold the special ones and the alphabet of this corpus. " +
        $"Ask for at least {needed:N0}, or cover fewer characters with CharacterCoverage (now {_options.CharacterCoverage}).");

    private CorpusException TooLarge(TextCorpus corpus, int possible) => new(NameOf(corpus),
        $"this corpus yields at most {possible:N0} pieces; {_options.VocabularySize:N0} were asked for. Ask for {possible:N0} or fewer, or give more text.");

    private static string NameOf(TextCorpus corpus) =>
        corpus.Files.Count == 1 ? corpus.Files[0].Path : $"{corpus.Files[0].Path} and {corpus.Files.Count - 1:N0} more";
}
