namespace Cocoon.Text;

/// <summary>A shard set that cannot be trusted or used: the message names the file, the byte and what to do.</summary>
public sealed class ShardException : Exception
{
    /// <summary>Trouble at a place.</summary>
    /// <param name="file">The file or folder.</param>
    /// <param name="problem">What is wrong, and what to do, in sentences.</param>
    /// <param name="offset">The byte where it is, or null if it concerns the whole.</param>
    /// <param name="cause">What was reported below.</param>
    public ShardException(string file, string problem, long? offset = null, Exception? cause = null)
        : base(offset is { } at ? $"{file}, byte {at}: {problem}" : $"{file}: {problem}", cause) => (File, Offset) = (file, offset);

    /// <summary>The file or folder.</summary>
    public string File { get; }

    /// <summary>The byte where the trouble is, or null if it concerns the whole file.</summary>
    public long? Offset { get; }
}
