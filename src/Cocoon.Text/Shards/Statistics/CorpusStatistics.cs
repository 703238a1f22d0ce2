namespace Cocoon.Text;

/// <summary>A health report on text before it is trained on.</summary>
public sealed record CorpusStatistics
{
    private const int LineCapacity = 1 << 16;
    private const int LinesShown = 20;

    /// <summary>The corpus in tokens.</summary>
    public required TokenStatistics Tokens { get; init; }

    /// <summary>Number of files.</summary>
    public required int Files { get; init; }

    /// <summary>Size of the files in bytes, as they lie on disk.</summary>
    public required long Bytes { get; init; }

    /// <summary>Number of Unicode characters.</summary>
    public required long Characters { get; init; }

    /// <summary>Documents that are equal to an earlier one, apart from white space around them.</summary>
    public required long DuplicateDocuments { get; init; }

    /// <summary>Tokens of those documents, which a model would see more often than the corpus seems to say.</summary>
    public required long DuplicateTokens { get; init; }

    /// <summary>Documents without a token, which a preparation leaves out.</summary>
    public required long EmptyDocuments { get; init; }

    /// <summary>The most frequent lines that occur at least twice, the most frequent first.</summary>
    public required IReadOnlyList<RepeatedLine> RepeatedLines { get; init; }

    /// <summary>How much too low the counts of <see cref="RepeatedLines"/> may be: 0 unless the corpus has very many different lines.</summary>
    public required long RepeatedLinesError { get; init; }

    /// <summary>Fraction of the letters in each writing system that occurs, the largest first.</summary>
    public required IReadOnlyList<ScriptShare> Scripts { get; init; }

    /// <summary>Number of documents in each language that seems to occur, the most frequent first: an estimate from writing systems and small words.</summary>
    public required IReadOnlyList<LanguageShare> Languages { get; init; }

    /// <summary>Characters that look like UTF-8 which somebody read as Latin-1, such as "Ã©" for "é".</summary>
    public required long MisreadCharacters { get; init; }

    /// <summary>Occurrences of U+FFFD: characters that were lost when somebody decoded the text wrongly.</summary>
    public required long ReplacementCharacters { get; init; }

    /// <summary>Control characters other than tabulators, line ends and page breaks.</summary>
    public required long ControlCharacters { get; init; }

    /// <summary>Reads the whole corpus once.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="tokenizer">What turns it into tokens.</param>
    /// <param name="progress">Told how far reading has come.</param>
    /// <param name="ct">Stops between two documents.</param>
    /// <exception cref="CorpusException">A file cannot be used.</exception>
    /// <remarks>Memory: about 30 bytes per document, and 20 MB for the lines.</remarks>
    public static CorpusStatistics Of(TextCorpus corpus, Tokenizer tokenizer, IProgress<CorpusProgress>? progress = null, CancellationToken ct = default)
    {
        var counter = new TokenCounter(tokenizer.VocabularySize);
        var scripts = new ScriptCounter();
        var languages = new LanguageGuess();
        var lines = new FrequentLines(LineCapacity);
        var seen = new HashSet<UInt128>();
        var ids = new IntList();
        long duplicates = 0, duplicateTokens = 0, empty = 0;
        foreach (var document in corpus.Read(progress, ct))
        {
            ids.Clear();
            tokenizer.Encode(document.Text, ids);
            if (ids.Count == 0) empty++;
            else counter.Add(ids.Span);
            scripts.Add(document.Text);
            languages.Add(document.Text, scripts.InDocument);
            lines.Add(document.Text);
            if (seen.Add(TextHash.Of(document.Text))) continue;
            duplicates++;
            duplicateTokens += ids.Count;
        }

        return new CorpusStatistics
        {
            Tokens = counter.Result(tokenizer.Special), Files = corpus.Files.Count, Bytes = corpus.TotalBytes, Characters = scripts.Characters,
            DuplicateDocuments = duplicates, DuplicateTokens = duplicateTokens, EmptyDocuments = empty,
            RepeatedLines = lines.Top(LinesShown), RepeatedLinesError = lines.Error, Scripts = scripts.Shares(),
            Languages = languages.Shares(), MisreadCharacters = scripts.MisreadCharacters,
            ReplacementCharacters = scripts.ReplacementCharacters, ControlCharacters = scripts.ControlCharacters,
        };
    }
}
