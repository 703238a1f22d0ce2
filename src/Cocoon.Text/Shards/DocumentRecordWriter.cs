using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Text;

/// <summary>Writes the records of a shard's documents under a temporary name.</summary>
internal sealed class DocumentRecordWriter : IDisposable
{
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _filled;

    public DocumentRecordWriter(string folder, int shard)
    {
        FinalPath = Path.Combine(folder, ShardFolder.RecordName(shard));
        TemporaryPath = FinalPath + ShardFolder.TemporarySuffix;
        _stream = new FileStream(TemporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        _filled = Encoding.ASCII.GetBytes(DocumentRecord.Heading, _buffer);
    }

    public string FinalPath { get; }

    public string TemporaryPath { get; }

    public void Add(DocumentRecord record)
    {
        if (_filled + DocumentRecord.LongestLine > _buffer.Length) WriteBuffer();
        _filled += record.Write(_buffer.AsSpan(_filled));
    }

    /// <summary>Writes what is missing and flushes to disk; renaming is the caller's.</summary>
    public (long Bytes, string Sha256) Complete()
    {
        WriteBuffer();
        _stream.Flush(flushToDisk: true);
        long bytes = _stream.Length;
        _stream.Dispose();
        return (bytes, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }

    private void WriteBuffer()
    {
        _hash.AppendData(_buffer, 0, _filled);
        _stream.Write(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }
}
