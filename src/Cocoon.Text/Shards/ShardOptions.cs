namespace Cocoon.Text;

/// <summary>How shards are written.</summary>
public sealed record ShardOptions
{
    /// <summary>Fingerprint of the tokenizer that makes the ids: shards and tokenizer belong together.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>Number of ids of the vocabulary; up to 65,536 an id takes two bytes, above it four.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>A shard is closed at the end of the document that brings it to this many tokens.</summary>
    public int TokensPerShard { get; init; } = 1 << 26;

    /// <summary>Bytes of ids under one checksum: what is read at the first touch of a document.</summary>
    public int BlockBytes { get; init; } = 1 << 16;

    internal int IdBytes => VocabularySize <= 1 << 16 ? 2 : 4;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(VocabularySize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(TokensPerShard, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockBytes, ShardHeader.SmallestBlock);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BlockBytes, ShardHeader.LargestBlock);
        if (BlockBytes % 4 != 0) throw new ArgumentException("A block holds whole ids: a multiple of four bytes.", nameof(BlockBytes));
    }
}
