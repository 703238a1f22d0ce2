namespace Cocoon.Text;

/// <summary>How text becomes shards. Only <see cref="TokensPerShard"/> decides bytes.</summary>
public sealed record PreparationOptions
{
    /// <summary>A shard is closed at the end of the document that brings it to this many tokens.</summary>
    public int TokensPerShard { get; init; } = 1 << 26;

    /// <summary>Threads that encode, besides the one that reads and writes; 0 for one per processor.</summary>
    public int Threads { get; init; }

    internal int ResolvedThreads => Threads > 0 ? Threads : Environment.ProcessorCount;
}
