using System.Runtime.CompilerServices;

namespace Cocoon.Text;

/// <summary>The documents of a set of files, in an order that is the same on every machine.</summary>
/// <remarks>
/// Read are <c>.txt</c> and <c>.jsonl</c> (one JSON object a line), each plain or compressed (<c>.gz</c>), in UTF-8 with or without a byte order mark.
/// Folders are searched to the bottom; their files come in ordinal order of their relative names, other kinds of files are left alone.
/// Documents without anything but white space are passed over. Reading streams: memory stays within a few times
/// <see cref="CorpusOptions.MaxDocumentBytes"/>, whatever the size of the files.
/// </remarks>
public sealed class TextCorpus
{
    private TextCorpus(List<CorpusFile> files, CorpusOptions options)
    {
        (Files, Options) = (files, options);
        TotalBytes = files.Sum(file => file.Bytes);
    }

    /// <summary>How the files are read.</summary>
    public CorpusOptions Options { get; }

    /// <summary>The files, in reading order.</summary>
    public IReadOnlyList<CorpusFile> Files { get; }

    /// <summary>Size of all files on disk, in bytes.</summary>
    public long TotalBytes { get; }

    /// <summary>Finds the files; nothing is read yet.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="options">How to read them; the defaults if null.</param>
    /// <exception cref="CorpusException">A path does not exist, is empty, is given twice, or is of a kind that is not read.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static TextCorpus Open(IEnumerable<string> paths, CorpusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        options ??= new CorpusOptions();
        options.Validate();
        return new TextCorpus(CorpusDiscovery.Find(paths), options);
    }

    /// <summary>Reads all documents, in order. Can be called any number of times; each call reads the files anew.</summary>
    /// <param name="progress">Told about every mebibyte and at the end of every file.</param>
    /// <param name="ct">Stops reading between two documents.</param>
    /// <exception cref="CorpusException">A file is damaged, is not text, or holds no document.</exception>
    public IEnumerable<Document> Read(IProgress<CorpusProgress>? progress = null, CancellationToken ct = default) => ReadFrom(null, progress, ct);

    /// <summary>Reads all documents, in order, a little ahead of who uses them: while one batch is used, another thread reads the next.</summary>
    /// <param name="progress">Told about every mebibyte and at the end of every file, by the reading thread.</param>
    /// <param name="ct">Stops reading between two documents.</param>
    /// <exception cref="CorpusException">A file is damaged, is not text, or holds no document.</exception>
    public async IAsyncEnumerable<Document> ReadAsync(IProgress<CorpusProgress>? progress = null, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var batches = ReadAhead.InBatches(Read(progress, ct), document => document.Text).GetEnumerator();
        var next = Task.Run(batches.MoveNext, ct);
        try
        {
            while (await next.ConfigureAwait(false))
            {
                var batch = batches.Current;
                next = Task.Run(batches.MoveNext, ct);
                foreach (var document in batch) yield return document;
            }
        }
        finally
        {
            // Reached early if the user stops: nobody may be reading when the file is closed.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads the documents from a place on, in order.</summary>
    /// <param name="place">Where a document starts that was read earlier; it is the first one. Null for all documents.</param>
    /// <param name="progress">Told about every mebibyte and at the end of every file.</param>
    /// <param name="ct">Stops reading between two documents.</param>
    /// <exception cref="CorpusException">A file is damaged, is not text, or holds no document.</exception>
    public IEnumerable<Document> ReadFrom(DocumentPlace? place, IProgress<CorpusProgress>? progress = null, CancellationToken ct = default) =>
        Read(place, (_, document) => document, progress, ct);

    /// <summary>Reads all documents, each with a line of JSON that says the same: its own line with all its fields, if it has one.</summary>
    internal IEnumerable<(Document Document, byte[] Json)> ReadJson(IProgress<CorpusProgress>? progress, CancellationToken ct) =>
        Read(null, (input, document) => (document, input.JsonOf(document)), progress, ct);

    private IEnumerable<T> Read<T>(DocumentPlace? place, Func<CorpusInput, Document, T> select, IProgress<CorpusProgress>? progress, CancellationToken ct)
    {
        int start = place?.File ?? 0;
        var (before, documents, reported) = (Files.Take(start).Sum(file => file.Bytes), 0L, 0L);
        for (int number = start; number < Files.Count; number++)
        {
            var file = Files[number];
            using var input = new CorpusInput(file, number, Options);
            if (place is { } first && number == start) input.Seek(first);
            long earlier = documents;
            while (input.TryRead(out var document))
            {
                ct.ThrowIfCancellationRequested();
                documents++;
                yield return select(input, document);
                if (before + input.Position - reported < 1 << 20) continue;
                reported = before + input.Position;
                progress?.Report(new CorpusProgress(reported, TotalBytes, documents, file.Name));
            }

            if (documents == earlier) throw new CorpusException(file.Path, "holds no document, only white space. Remove it from the corpus, or check what wrote it.");
            before += file.Bytes;
            reported = before;
            progress?.Report(new CorpusProgress(before, TotalBytes, documents, file.Name));
        }
    }
}
