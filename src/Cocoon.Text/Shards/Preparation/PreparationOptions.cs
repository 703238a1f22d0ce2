namespace Cocoon.Text;

/// <summary>How text becomes shards. <see cref="Threads"/> decides no byte.</summary>
public sealed record PreparationOptions
{
    /// <summary>A shard is closed at the end of the document that brings it to this many tokens.</summary>
    public int TokensPerShard { get; init; } = 1 << 26;

    /// <summary>Threads that encode, besides one that reads and one that writes; 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>Fraction of the documents that is held out, in [0, 0.5]; a document's own text decides, see <c>docs/data.md</c>.</summary>
    public double HoldOut { get; init; }

    /// <summary>Folder for the documents held out; needed if <see cref="HoldOut"/> is above 0.</summary>
    public string? HeldOutFolder { get; init; }

    internal void Validate()
    {
        if (HoldOut is not (>= 0 and <= 0.5)) throw new ArgumentException($"HoldOut is {HoldOut}: choose 0 to 0.5.");
        if (HoldOut > 0 == HeldOutFolder is null) throw new ArgumentException("HoldOut and HeldOutFolder belong together: give both or neither.");
    }
}
