using System.Globalization;

namespace Cocoon.Text;

/// <summary>Writes documents of token ids to a folder of shards. Single-threaded.</summary>
/// <remarks>
/// Crash-safe: a shard is written beside its name, flushed and renamed; the manifest comes last. Until then the folder is
/// not a shard set. The bytes depend on the documents and the options alone.
/// </remarks>
public sealed class ShardWriter : IDisposable
{
    private readonly ShardFolder _folder;
    private readonly ShardOptions _options;
    private readonly List<ShardEntry> _shards;
    private ShardFileWriter? _current;
    private int _largestSource = -1;

    /// <summary>Claims the folder.</summary>
    /// <param name="folder">A folder that is new, empty, or an unfinished preparation, which is started over.</param>
    /// <param name="options">How to write.</param>
    /// <exception cref="ShardException">The folder holds something else, or another writer works there.</exception>
    public ShardWriter(string folder, ShardOptions options) : this(ShardFolder.Claim(folder), options, []) => _folder.Marker.SetLength(0);

    /// <summary>Goes on after the shards that are finished; what else was begun in the folder is deleted.</summary>
    internal ShardWriter(ShardFolder folder, ShardOptions options, IEnumerable<ShardEntry> finished)
    {
        options.Validate();
        (_folder, _options, _shards) = (folder, options, [.. finished]);
        Documents = _shards.Sum(shard => shard.Documents);
        Tokens = _shards.Sum(shard => shard.Tokens);
        UnfinishedFilesRemoved = folder.Clear(_shards.Count);
    }

    /// <summary>How many files of an earlier, unfinished preparation were deleted.</summary>
    public int UnfinishedFilesRemoved { get; }

    /// <summary>Number of documents written.</summary>
    public long Documents { get; private set; }

    /// <summary>Number of tokens written.</summary>
    public long Tokens { get; private set; }

    /// <summary>The shards that are finished.</summary>
    internal IReadOnlyList<ShardEntry> Shards => _shards;

    /// <summary>Writes one document.</summary>
    /// <param name="document">Its token ids.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <exception cref="ArgumentException">The document is empty or has an id outside the vocabulary.</exception>
    public void Add(ReadOnlySpan<int> document, DocumentOrigin origin)
    {
        if (document.IsEmpty) throw new ArgumentException("A document has at least one token.", nameof(document));
        foreach (int id in document)
            if ((uint)id >= (uint)_options.VocabularySize) throw new ArgumentException($"Id {id} is outside a vocabulary of {_options.VocabularySize}.", nameof(document));

        // A document is never divided, and a shard's index counts tokens in 32 bits.
        if (_current is not null && _current.Tokens + document.Length > int.MaxValue) CloseShard();
        _current ??= new ShardFileWriter(_folder.Path, _shards.Count, _options);
        _current.Add(document, new DocumentRecord(Documents, origin, document.Length));
        _largestSource = Math.Max(_largestSource, origin.Source);
        Documents++;
        Tokens += document.Length;
        if (_current.Tokens >= _options.TokensPerShard) CloseShard();
    }

    /// <summary>Makes the folder a shard set.</summary>
    /// <param name="sources">The files that the documents came from.</param>
    /// <param name="notes">Settings and counts to keep with the set.</param>
    /// <exception cref="ShardException">No document was written.</exception>
    /// <exception cref="ArgumentException">A document names a file that is not among the sources.</exception>
    public ShardManifest Complete(IReadOnlyList<ShardSource> sources, IEnumerable<KeyValuePair<string, string>> notes)
    {
        if (_largestSource >= sources.Count) throw new ArgumentException($"A document comes from source {_largestSource}, but there are {sources.Count}.", nameof(sources));
        CloseShard();
        if (_shards.Count == 0) throw new ShardException(_folder.Path, "There is no document to write. Check the corpus.");
        var manifest = new ShardManifest
        {
            Format = ShardManifest.CurrentFormat, Tokenizer = _options.Tokenizer, VocabularySize = _options.VocabularySize, IdBytes = _options.IdBytes,
            Documents = Documents, Tokens = Tokens, Shards = _shards, Sources = sources,
            Options = new SortedDictionary<string, string>(notes.ToDictionary(), StringComparer.Ordinal)
            {
                ["blockBytes"] = _options.BlockBytes.ToString(CultureInfo.InvariantCulture),
                ["tokensPerShard"] = _options.TokensPerShard.ToString(CultureInfo.InvariantCulture),
            },
        };
        _folder.Commit(ManifestFile.Serialize(manifest));
        return manifest;
    }

    /// <summary>Ends the shard that is being written, if any, after the document written last.</summary>
    internal void CloseShard()
    {
        if (_current is null) return;
        _shards.Add(_current.Complete());
        _current = null;
    }

    /// <summary>Closes the files; without <see cref="Complete"/> the folder stays an unfinished preparation.</summary>
    public void Dispose()
    {
        _current?.Dispose();
        _folder.Dispose();
    }
}
