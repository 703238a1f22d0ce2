namespace Cocoon.Text;

/// <summary>Counts the words of a corpus while a second thread reads it; what was interrupted goes on from the last counts on disk.</summary>
/// <param name="corpus">The text.</param>
/// <param name="rules">What decides the counts beside the text: the counter and its limits, in words.</param>
/// <param name="keeping">Where and how often counts are kept.</param>
internal sealed class WordCounting(TextCorpus corpus, string rules, CountsKeeping keeping)
{
    /// <summary>Counts all words that <paramref name="counter"/> has not yet, which must be new.</summary>
    /// <param name="counter">Cuts documents into words.</param>
    /// <param name="report">Told how many bytes of the corpus have been read, from the reading thread; null: nobody.</param>
    /// <param name="ct">Stops between two documents.</param>
    /// <exception cref="CorpusException">The corpus cannot be read, or the counts on disk cannot be used.</exception>
    public WordCounts Count(IWordCounter counter, Action<long>? report, CancellationToken ct)
    {
        var file = keeping.Path is { } path ? new CountsFile(path, Rules) : null;
        var kept = file?.Read(counter.Counts);
        var reader = report is null ? null : new ReadingProgress(report);
        long characters = 0;
        bool resumed = kept is not null;
        foreach (var document in ReadAhead.Of(corpus.ReadFrom(kept?.Next, reader, ct), ct))
        {
            if (resumed && TextHash.Of(document.Text) != kept!.Value.NextHash) throw Changed(document);
            resumed = false; // found the place
            if (characters >= keeping.Characters)
            {
                file?.Write(counter.Counts, new(document.Place, TextHash.Of(document.Text)));
                characters = 0;
            }

            counter.Add(document.Text);
            characters += document.Text.Length;
        }

        if (resumed) throw new CorpusException(keeping.Path!, "goes on behind the end of the text. Delete it to count anew.");
        return counter.Counts;
    }

    private string Rules => string.Join('\n', [rules, $"{corpus.Options}", .. corpus.Files.Select(file => FormattableString.Invariant($"{file.Bytes} {file.Name}"))]);

    private CorpusException Changed(Document document) => new(corpus.Files[document.Place.File].Path,
        $"line {document.Line} is not the document that was there when its words were counted. Restore the file, or delete {keeping.Path} to count anew.");

    private sealed class ReadingProgress(Action<long> report) : IProgress<CorpusProgress>
    {
        public void Report(CorpusProgress value) => report(value.BytesRead);
    }
}

/// <summary>Where and how often the counts of an unfinished training are kept.</summary>
/// <param name="Path">The file; null: nowhere.</param>
/// <param name="Characters">Characters of text between two times.</param>
internal readonly record struct CountsKeeping(string? Path, long Characters);
