using System.Security.Cryptography;

namespace Cocoon.Text;

/// <summary>Prepared text: documents of token ids in checked files, read at random. Thread-safe.</summary>
/// <remarks>
/// Opening checks the manifest, the length and header of every shard and the document indexes; a block of ids is checked
/// when it is first touched; <see cref="Verify"/> checks everything. Memory: four bytes per document.
/// </remarks>
public sealed class ShardSet : IDisposable
{
    /// <summary>Name of the folder, in the folder of a set, that holds the tokenizer which made the ids.</summary>
    public const string TokenizerFolder = "tokenizer";

    private readonly List<ShardFile> _shards = [];
    private readonly long[] _firstDocuments;

    private ShardSet(string folder, ShardManifest manifest)
    {
        (Folder, Manifest) = (folder, manifest);
        _firstDocuments = new long[manifest.Shards.Count];
        for (int i = 1; i < _firstDocuments.Length; i++)
            _firstDocuments[i] = _firstDocuments[i - 1] + manifest.Shards[i - 1].Documents;
    }

    /// <summary>Where the set lies.</summary>
    public string Folder { get; }

    /// <summary>What the set consists of.</summary>
    public ShardManifest Manifest { get; }

    /// <summary>Number of documents; none is empty.</summary>
    public long Documents => Manifest.Documents;

    /// <summary>Number of tokens.</summary>
    public long Tokens => Manifest.Tokens;

    /// <summary>Opens a prepared set.</summary>
    /// <param name="folder">The folder that the preparation wrote.</param>
    /// <param name="tokenizer">Fingerprint of the tokenizer that goes with the model, or null to accept any.</param>
    /// <exception cref="ShardException">The folder is no complete set, a file is missing, cut or damaged, or the tokenizer is another one.</exception>
    public static ShardSet Open(string folder, string? tokenizer = null)
    {
        string path = Path.Combine(folder, ManifestFile.Name);
        var manifest = ManifestFile.Read(path);
        if (tokenizer is not null && tokenizer != manifest.Tokenizer)
            throw new ShardException(path, $"The shards were made with tokenizer {manifest.Tokenizer}, not {tokenizer}. Prepare the data with this tokenizer, or use the other one.");
        var set = new ShardSet(folder, manifest);
        try
        {
            for (int i = 0; i < manifest.Shards.Count; i++)
            {
                set._shards.Add(new ShardFile(folder, manifest.Shards[i], i, manifest));
                DocumentRecordFile.CheckLength(Path.Combine(folder, manifest.Shards[i].RecordName), manifest.Shards[i]);
            }
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>Number of tokens of a document, at least 1.</summary>
    public int LengthOf(long document)
    {
        var (shard, local) = Find(document);
        return shard.LengthOf(local);
    }

    /// <summary>Appends a whole document to a list.</summary>
    /// <exception cref="ShardException">The file is damaged there, or was cut since it was opened.</exception>
    public void ReadDocument(long document, IntList into)
    {
        var (shard, local) = Find(document);
        shard.Read(local, 0, into.Extend(shard.LengthOf(local)));
    }

    /// <summary>Reads tokens of a document.</summary>
    /// <param name="document">Number of the document.</param>
    /// <param name="from">First token, from 0.</param>
    /// <param name="into">Becomes the ids; its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The document does not have these tokens.</exception>
    /// <exception cref="ShardException">The file is damaged there, or was cut since it was opened.</exception>
    public void Read(long document, int from, Span<int> into)
    {
        var (shard, local) = Find(document);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)from + into.Length, shard.LengthOf(local), nameof(into));
        shard.Read(local, from, into);
    }

    /// <summary>Where each document comes from, in the order of the documents. Streams.</summary>
    /// <exception cref="ShardException">A list of documents is damaged.</exception>
    public IEnumerable<DocumentRecord> ReadRecords() =>
        Manifest.Shards.SelectMany((shard, number) => DocumentRecordFile.Read(Folder, shard, _firstDocuments[number], Manifest.Sources.Count));

    /// <summary>Reads every byte of every file and compares it with its checksum and its SHA-256.</summary>
    /// <param name="progress">Told the number of bytes verified so far.</param>
    /// <param name="ct">Stops between two blocks.</param>
    /// <exception cref="ShardException">Something differs; the message names the file and, where a block shows it, the byte.</exception>
    public void Verify(IProgress<long>? progress = null, CancellationToken ct = default)
    {
        long verified = 0;
        for (int i = 0; i < _shards.Count; i++)
        {
            _shards[i].Verify(ct);   // first the blocks: their checksums know the place
            if (Sha256(_shards[i].FilePath) != Manifest.Shards[i].Sha256)
                throw new ShardException(_shards[i].FilePath, "The file does not match the SHA-256 in the manifest. Restore it or prepare the data again.");
            VerifyRecords(i, ct);
            progress?.Report(verified += Manifest.Shards[i].Bytes);
        }
    }

    private void VerifyRecords(int shard, CancellationToken ct)
    {
        var entry = Manifest.Shards[shard];
        foreach (var record in DocumentRecordFile.Read(Folder, entry, _firstDocuments[shard], Manifest.Sources.Count))
        {
            ct.ThrowIfCancellationRequested();
            if (record.Tokens != LengthOf(record.Document))
                throw new ShardException(Path.Combine(Folder, entry.RecordName), $"Document {record.Document} has {LengthOf(record.Document)} tokens, not {record.Tokens} as its record says. Files of different sets are mixed.", 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in _shards) shard.Dispose();
    }

    internal static string Sha256(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private (ShardFile Shard, int Document) Find(long document)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(document);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(document, Documents);
        int shard = Array.BinarySearch(_firstDocuments, document);
        if (shard < 0) shard = ~shard - 1;
        return (_shards[shard], (int)(document - _firstDocuments[shard]));
    }
}
