namespace Cocoon.Text;

/// <summary>One shard of a set.</summary>
/// <param name="Name">File name in the folder.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Documents">Number of documents in it.</param>
/// <param name="Tokens">Number of tokens in it.</param>
/// <param name="Sha256">SHA-256 of the file, 64 lower-case hexadecimal digits.</param>
/// <param name="RecordName">Name of the file that lists its documents, see <see cref="DocumentRecord"/>.</param>
/// <param name="RecordBytes">Length of that file.</param>
/// <param name="RecordSha256">SHA-256 of that file.</param>
public sealed record ShardEntry(string Name, long Bytes, long Documents, long Tokens, string Sha256, string RecordName, long RecordBytes, string RecordSha256);

/// <summary>One file that the documents came from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length when it was read.</param>
/// <param name="Corpus">Number of the corpus it belongs to, from 0: more than one if corpora were mixed by weight.</param>
/// <param name="Weight">How often documents of that corpus are used.</param>
public sealed record ShardSource(string Name, long Bytes, int Corpus = 0, double Weight = 1);

/// <summary>What a shard set consists of: written last, so a folder without it is not a shard set.</summary>
public sealed record ShardManifest
{
    /// <summary>Version of the manifest and the shards. Sets of version 1 had no record of their documents.</summary>
    public const int CurrentFormat = 2;

    public required int Format { get; init; }

    /// <summary>Fingerprint of the tokenizer that made the ids.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>Number of ids of the vocabulary: every id is below it.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Bytes of an id, 2 or 4.</summary>
    public required int IdBytes { get; init; }

    /// <summary>Number of documents, none of them empty.</summary>
    public required long Documents { get; init; }

    /// <summary>Number of tokens.</summary>
    public required long Tokens { get; init; }

    /// <summary>The shards, in the order of their documents.</summary>
    public required IReadOnlyList<ShardEntry> Shards { get; init; }

    /// <summary>The files that the documents came from.</summary>
    public required IReadOnlyList<ShardSource> Sources { get; init; }

    /// <summary>The settings that decided the bytes, by name, and what was counted on the way.</summary>
    public required SortedDictionary<string, string> Options { get; init; }
}
