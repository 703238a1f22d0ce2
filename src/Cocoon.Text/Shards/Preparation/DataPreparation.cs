using System.Globalization;

namespace Cocoon.Text;

/// <summary>Turns text into a shard set, and a part of it into a second one that is held out.</summary>
/// <remarks>
/// One thread reads, several encode documents in chunks, one writes them in the order of the mixture, so the bytes are the same on
/// any number of threads. Memory is bounded by a few chunks of about 2^18 characters, or of one document if it is longer.
/// Documents of unknown words alone are kept: leaving them out would hide that the tokenizer does not fit the text.
/// A preparation that was interrupted goes on after the last finished shard, to the bytes of one that was not.
/// </remarks>
public sealed class DataPreparation
{
    private readonly CorpusMixture _mixture;
    private readonly Tokenizer _tokenizer;
    private readonly PreparationOptions _options;
    private readonly IProgress<PreparationProgress>? _progress;
    private readonly TimeProvider _time;
    private long _started, _bytesRead, _textBytes;

    private DataPreparation(CorpusMixture mixture, Tokenizer tokenizer, PreparationOptions options, IProgress<PreparationProgress>? progress, TimeProvider time) =>
        (_mixture, _tokenizer, _options, _progress, _time) = (mixture, tokenizer, options, progress, time);

    /// <summary>Reads, encodes and writes everything.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="tokenizer">What turns it into ids; it is saved beside the shards.</param>
    /// <param name="folder">A folder that is new, empty, or an unfinished preparation of the same text, which goes on.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="time">The clock for speeds; the system's if null.</param>
    /// <param name="ct">Stops between two documents; the folder then holds an unfinished preparation.</param>
    /// <exception cref="CorpusException">A file of the corpus cannot be used.</exception>
    /// <exception cref="ShardException">A folder cannot be used, or there is no document for it.</exception>
    public static PreparationSummary Run(
        TextCorpus corpus, Tokenizer tokenizer, string folder, PreparationOptions? options = null,
        IProgress<PreparationProgress>? progress = null, TimeProvider? time = null, CancellationToken ct = default) =>
        Run(new CorpusMixture([new CorpusPart(corpus)]), tokenizer, folder, options, progress, time, ct);

    /// <summary>Reads, encodes and writes everything.</summary>
    /// <param name="mixture">The text; its seed also decides which documents are held out.</param>
    /// <param name="tokenizer">What turns it into ids; it is saved beside the shards.</param>
    /// <param name="folder">A folder that is new, empty, or an unfinished preparation of the same text, which goes on.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="time">The clock for speeds; the system's if null.</param>
    /// <param name="ct">Stops between two documents; the folder then holds an unfinished preparation.</param>
    /// <exception cref="CorpusException">A file of the corpus cannot be used.</exception>
    /// <exception cref="ShardException">A folder cannot be used, or there is no document for it.</exception>
    public static PreparationSummary Run(
        CorpusMixture mixture, Tokenizer tokenizer, string folder, PreparationOptions? options = null,
        IProgress<PreparationProgress>? progress = null, TimeProvider? time = null, CancellationToken ct = default) =>
        new DataPreparation(mixture, tokenizer, options ?? new(), progress, time ?? TimeProvider.System).Run(folder, ct);

    private PreparationSummary Run(string folder, CancellationToken ct)
    {
        _options.Validate();
        _started = _time.GetTimestamp();
        var shards = new ShardOptions { Tokenizer = _tokenizer.Fingerprint, VocabularySize = _tokenizer.VocabularySize, TokensPerShard = _options.TokensPerShard };
        var plan = PlanOf(shards);
        using var output = new PreparationOutput(folder, plan, _mixture, shards, _options.HeldOutFolder, _tokenizer.Special.Unknown,
            () => _mixture.Count(new Reading(read => Report(read, 0, 0)), ct));
        if (!output.IsComplete) Write(output, ct);
        var (training, heldOut) = output.Complete(_tokenizer, plan.Sources);
        return new PreparationSummary(training, heldOut, output.EmptyDocuments, output.UnknownTokens, output.ResumedShards, _textBytes, Elapsed);
    }

    private void Write(PreparationOutput output, CancellationToken ct)
    {
        var selection = new DocumentSelection(_mixture.Seed, _options.HoldOut);
        var documents = _mixture.Read(output.Counts, output.Read, new Reading(read => Volatile.Write(ref _bytesRead, read)), ct);
        ChunkPipeline.Run<MixedDocument, DocumentChunk>(documents, mixed => mixed.Document.Text, _options.Threads,
            chunk => chunk.Encode(_tokenizer, _mixture, selection, ct), chunk => Add(chunk, output), ct);
        output.EndText();
    }

    private double Elapsed => _time.GetElapsedTime(_started).TotalSeconds;

    private void Add(DocumentChunk chunk, PreparationOutput output)
    {
        output.Add(chunk);
        _textBytes += chunk.TextBytes;
        Report(Volatile.Read(ref _bytesRead), output.Documents, output.Tokens);
    }

    private void Report(long read, long documents, long tokens) =>
        _progress?.Report(new PreparationProgress(read, _mixture.TotalBytes, documents, tokens, _textBytes, Elapsed));

    private PreparationPlan PlanOf(ShardOptions shards) => new(
        PreparationPlan.CurrentFormat, shards.Tokenizer, shards.VocabularySize,
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["blockBytes"] = Text(shards.BlockBytes),
            ["corpus.maxDocumentBytes"] = Text(_mixture.Options.MaxDocumentBytes),
            ["corpus.separator"] = $"{_mixture.Options.Separator}",
            ["corpus.textField"] = _mixture.Options.TextField,
            ["holdOut"] = Text(_options.HoldOut),
            ["seed"] = Text(_mixture.Seed),
            ["tokensPerShard"] = Text(shards.TokensPerShard),
        },
        [.. _mixture.Sources], []);

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private sealed class Reading(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
