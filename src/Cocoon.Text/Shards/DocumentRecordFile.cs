using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Text;

/// <summary>Reads the records of a shard's documents and believes only lines whose checksums agree.</summary>
internal static class DocumentRecordFile
{
    /// <summary>The records, in the order of the documents. Streams.</summary>
    /// <param name="folder">The folder of the shard set.</param>
    /// <param name="entry">The shard.</param>
    /// <param name="firstDocument">Number of the shard's first document in the set.</param>
    /// <param name="sources">Number of files that a record may name.</param>
    /// <exception cref="ShardException">The file is damaged, cut, or belongs to other shards.</exception>
    public static IEnumerable<DocumentRecord> Read(string folder, ShardEntry entry, long firstDocument, int sources)
    {
        string path = Path.Combine(folder, entry.RecordName);
        using var stream = Open(path, entry);
        foreach (var record in Read(path, stream, entry, firstDocument, sources)) yield return record;
    }

    internal static IEnumerable<DocumentRecord> Read(string path, Stream stream, ShardEntry entry, long firstDocument, int sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = new LineReader(stream, path, DocumentRecord.LongestLine);
        TakeHeading(path, lines, hash);
        for (long document = firstDocument; document < firstDocument + entry.Documents; document++)
        {
            var record = Next(path, lines, hash);
            if (record.Document != document || record.Origin.Source >= sources || record.Tokens < 1)
                throw new ShardException(path, $"Line {lines.Line} ({record}) does not belong to document {document}. Files of different sets are mixed.", lines.Offset);
            yield return record;
        }
        if (TryNext(path, lines, out _)) throw new ShardException(path, "More follows after the last record.", lines.Offset);
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != entry.RecordSha256)
            throw new ShardException(path, "The file does not match the SHA-256 in the manifest. Restore it or prepare the data again.", 0);
    }

    private static void TakeHeading(string path, LineReader lines, IncrementalHash hash)
    {
        if (!TryNext(path, lines, out var line) || !line.SequenceEqual(Encoding.ASCII.GetBytes(DocumentRecord.Heading)))
            throw new ShardException(path, "This is not a list of documents. Restore it or prepare the data again.", 0);
        hash.AppendData(line);
    }

    private static DocumentRecord Next(string path, LineReader lines, IncrementalHash hash)
    {
        if (!TryNext(path, lines, out var line)) throw new ShardException(path, "The file ends here. It was cut: restore it or prepare the data again.", lines.Offset);
        if (line[^1] != '\n' || !DocumentRecord.TryRead(line[..^1], out var record))
            throw new ShardException(path, $"Line {lines.Line} does not match its checksum. Restore the file or prepare the data again.", lines.Offset);
        hash.AppendData(line);
        return record;
    }

    // A line too long for a record is damage, and the exception of shards says so.
    private static bool TryNext(string path, LineReader lines, out ReadOnlySpan<byte> line)
    {
        try
        {
            return lines.TryRead(out line);
        }
        catch (CorpusException e)
        {
            throw new ShardException(path, $"Line {lines.Line + 1} is longer than a record. Restore the file or prepare the data again.", lines.Offset, e);
        }
    }

    private static FileStream Open(string path, ShardEntry entry)
    {
        try
        {
            CheckLength(path, entry);
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShardException(path, $"The list of documents cannot be read: {e.Message}", cause: e);
        }
    }

    /// <summary>Refuses a file that is missing, or of another length than the manifest says.</summary>
    public static void CheckLength(string path, ShardEntry entry)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new ShardException(path, "The manifest names this list of documents, but it is missing. Restore it or prepare the data again.");
        if (file.Length != entry.RecordBytes)
            throw new ShardException(path, $"The file has {file.Length} bytes, not {entry.RecordBytes} as the manifest says. Restore it or prepare the data again.", Math.Min(file.Length, entry.RecordBytes));
    }
}
