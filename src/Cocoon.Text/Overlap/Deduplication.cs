using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Cocoon.Text;

/// <summary>Writes a corpus without the documents that it holds twice, and a report of what was dropped.</summary>
/// <remarks>
/// A document is dropped if an earlier, kept one has the same words in the same order, or is similar (see <see cref="DeduplicationOptions"/>)
/// by the estimate of <see cref="MinHash"/>. The corpus is read twice: to compare, and to write. Memory: 0.3 to 0.5 KB for a document that is
/// kept; on disk, 268 bytes for each while it runs. Results do not depend on the number of threads.
/// </remarks>
public sealed class Deduplication
{
    /// <summary>Name of the new corpus in its folder.</summary>
    public const string CorpusName = "corpus.jsonl.gz";

    /// <summary>Name of the report in the same folder.</summary>
    public const string ReportName = "dropped.tsv";

    private const string ReportHeading = "reason\tsimilarity\tsource\tline\tkept_source\tkept_line\n";

    private readonly TextCorpus _corpus;
    private readonly DeduplicationOptions _options;
    private readonly List<bool> _dropped = [];
    private long _same, _similar;

    private Deduplication(TextCorpus corpus, DeduplicationOptions options) => (_corpus, _options) = (corpus, options);

    /// <summary>Reads, compares and writes everything.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="folder">Receives <see cref="CorpusName"/> and <see cref="ReportName"/>; made if it is missing.</param>
    /// <param name="options">What counts as a duplicate.</param>
    /// <param name="progress">Told how far reading has come, of twice the corpus.</param>
    /// <param name="ct">Stops between two documents.</param>
    /// <exception cref="CorpusException">A file of the corpus cannot be used, or changed between the two readings.</exception>
    /// <exception cref="IOException">The folder cannot be written; what was written beside is removed.</exception>
    public static DeduplicationSummary Run(TextCorpus corpus, string folder, DeduplicationOptions? options = null, IProgress<CorpusProgress>? progress = null, CancellationToken ct = default)
    {
        options ??= new();
        options.Validate();
        Directory.CreateDirectory(folder);
        var run = new Deduplication(corpus, options);
        DurableFile.Write(Path.Combine(folder, ReportName), stream => run.Compare(stream, folder, new Shifted(progress, 0), ct));
        DurableFile.Write(Path.Combine(folder, CorpusName), stream => run.Copy(stream, new Shifted(progress, corpus.TotalBytes), ct));
        long documents = run._dropped.Count;
        return new DeduplicationSummary(documents, documents - run._same - run._similar, run._same, run._similar, new FileInfo(Path.Combine(folder, CorpusName)).Length);
    }

    private void Compare(Stream stream, string folder, IProgress<CorpusProgress> progress, CancellationToken ct)
    {
        using var report = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        using var kept = new KeptDocuments(folder);
        report.Write(ReportHeading);
        ChunkPipeline.Run<Document, SignatureChunk>(_corpus.Read(progress, ct), document => document.Text, _options.Threads, chunk => chunk.Sign(ct), chunk =>
        {
            for (int i = 0; i < chunk.Items.Count; i++) _dropped.Add(IsDropped(chunk.Items[i], chunk.HashOf(i), chunk.SignatureOf(i), kept, report));
        }, ct);
    }

    private bool IsDropped(Document document, UInt128 words, ReadOnlySpan<uint> signature, KeptDocuments kept, StreamWriter report)
    {
        int same = kept.FindSame(words);
        var (similar, similarity) = same >= 0 || signature.IsEmpty ? (-1, 0) : kept.FindSimilar(signature);
        if (same >= 0)
        {
            _same++;
            Report("same", 1, document, kept.PlaceOf(same), report);
        }
        else if (similar >= 0 && similarity >= _options.Threshold)
        {
            _similar++;
            Report("similar", similarity, document, kept.PlaceOf(similar), report);
        }
        else
        {
            kept.Add(words, signature, document.Place);
            return false;
        }
        return true;
    }

    private void Report(string reason, double similarity, Document document, (int File, long Line) kept, StreamWriter report) =>
        report.Write(string.Create(CultureInfo.InvariantCulture, $"{reason}\t{similarity:0.000}\t{document.Source}\t{document.Line}\t{_corpus.Files[kept.File].Name}\t{kept.Line}\n"));

    private void Copy(Stream stream, IProgress<CorpusProgress> progress, CancellationToken ct)
    {
        using var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        int document = 0;
        foreach (var (_, json) in ReadAhead.Of(_corpus.ReadJson(progress, ct), pair => pair.Document.Text, ct))
            if (document++ < _dropped.Count && !_dropped[document - 1]) gzip.Write(json);
        if (document != _dropped.Count)
            throw new CorpusException(_corpus.Files[0].Path, "the corpus changed while it was read. Leave it alone and start again.");
    }

    private sealed class Shifted(IProgress<CorpusProgress>? progress, long by) : IProgress<CorpusProgress>
    {
        public void Report(CorpusProgress value) =>
            progress?.Report(value with { BytesRead = value.BytesRead + by, TotalBytes = 2 * value.TotalBytes });
    }
}
