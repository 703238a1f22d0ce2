using System.Globalization;

namespace Cocoon.Text;

/// <summary>Turns a corpus into a shard set.</summary>
/// <remarks>
/// Documents are encoded in chunks by several threads and written in the order of the corpus, so the bytes are the same on
/// any number of threads. Memory is bounded by a few chunks of about 2^18 characters, or of one document if it is longer.
/// Documents of unknown words alone are kept: leaving them out would hide that the tokenizer does not fit the text.
/// </remarks>
public sealed class DataPreparation
{
    private readonly TextCorpus _corpus;
    private readonly WordPieceTokenizer _tokenizer;
    private readonly PreparationOptions _options;
    private readonly IProgress<PreparationProgress>? _progress;
    private readonly TimeProvider _time;
    private readonly LastReport _read = new();
    private readonly Queue<(DocumentChunk Chunk, Task Encoding)> _pending = [];
    private readonly Stack<DocumentChunk> _free = [];
    private long _started, _empty, _unknown;

    private DataPreparation(TextCorpus corpus, WordPieceTokenizer tokenizer, PreparationOptions options, IProgress<PreparationProgress>? progress, TimeProvider time) =>
        (_corpus, _tokenizer, _options, _progress, _time) = (corpus, tokenizer, options, progress, time);

    /// <summary>Reads, encodes and writes everything.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="tokenizer">What turns it into ids; its fingerprint is written into the shards.</param>
    /// <param name="folder">A folder that is new, empty, or an unfinished preparation, which is started over.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="time">The clock for speeds; the system's if null.</param>
    /// <param name="ct">Stops between two documents; the folder then holds an unfinished preparation.</param>
    /// <exception cref="CorpusException">A file of the corpus cannot be used.</exception>
    /// <exception cref="ShardException">The folder cannot be used, or the corpus has no token.</exception>
    public static PreparationSummary Run(
        TextCorpus corpus, WordPieceTokenizer tokenizer, string folder, PreparationOptions? options = null,
        IProgress<PreparationProgress>? progress = null, TimeProvider? time = null, CancellationToken ct = default) =>
        new DataPreparation(corpus, tokenizer, options ?? new(), progress, time ?? TimeProvider.System).Run(folder, ct);

    private PreparationSummary Run(string folder, CancellationToken ct)
    {
        _started = _time.GetTimestamp();
        using var writer = new ShardWriter(folder, new ShardOptions
        {
            Tokenizer = _tokenizer.Fingerprint, VocabularySize = _tokenizer.VocabularySize, TokensPerShard = _options.TokensPerShard,
        });
        try
        {
            var chunk = new DocumentChunk();
            foreach (var document in _corpus.Read(_read, ct))
            {
                chunk.Add(document.Text);
                if (!chunk.IsFull) continue;
                Start(chunk, ct);
                if (_pending.Count > _options.ResolvedThreads) WriteNext(writer);
                chunk = _free.TryPop(out var free) ? free : new DocumentChunk();
            }
            if (!chunk.IsEmpty) Start(chunk, ct);
            while (_pending.Count > 0) WriteNext(writer);
        }
        finally
        {
            // After a failure the other chunks still run: nothing may outlive the call, and their own failures tell nothing new.
            foreach (var (_, encoding) in _pending) encoding.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
        var manifest = writer.Complete([.. _corpus.Files.Select(file => new ShardSource(file.Name, file.Bytes))], Notes());
        return new PreparationSummary(manifest, _empty, _unknown, _corpus.TotalBytes, writer.UnfinishedFilesRemoved, Elapsed);
    }

    private double Elapsed => _time.GetElapsedTime(_started).TotalSeconds;

    private void Start(DocumentChunk chunk, CancellationToken ct) =>
        _pending.Enqueue((chunk, Task.Run(() => chunk.Encode(_tokenizer, ct), ct)));

    private void WriteNext(ShardWriter writer)
    {
        var (chunk, encoding) = _pending.Dequeue();
        encoding.GetAwaiter().GetResult();
        chunk.WriteTo(writer);
        _empty += chunk.EmptyDocuments;
        _unknown += chunk.UnknownTokens;
        chunk.Clear();
        _free.Push(chunk);
        _progress?.Report(new PreparationProgress(_read.Value.BytesRead, _corpus.TotalBytes, writer.Documents, writer.Tokens, Elapsed));
    }

    private Dictionary<string, string> Notes() => new()
    {
        ["corpus.maxDocumentBytes"] = Text(_corpus.Options.MaxDocumentBytes),
        ["corpus.separator"] = $"{_corpus.Options.Separator}",
        ["corpus.textField"] = _corpus.Options.TextField,
        ["emptyDocuments"] = Text(_empty),
        ["unknownTokens"] = Text(_unknown),
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class LastReport : IProgress<CorpusProgress>
    {
        public CorpusProgress Value { get; private set; }

        public void Report(CorpusProgress value) => Value = value;
    }
}
