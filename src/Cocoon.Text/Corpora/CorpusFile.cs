namespace Cocoon.Text;

/// <summary>A file of a corpus.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name in <see cref="Document.Source"/>: relative to the folder that was given, with forward slashes.</param>
/// <param name="Bytes">Its size on disk, in bytes; compressed if it is.</param>
public sealed record CorpusFile(string Path, string Name, long Bytes)
{
    /// <summary>True if the file is compressed with gzip.</summary>
    public bool IsGzip => Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>True if each line is a JSON object; false for plain text.</summary>
    public bool IsJsonLines => (IsGzip ? Path[..^3] : Path).EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
}
