using System.Buffers.Binary;

namespace Cocoon.Text;

/// <summary>Writes one shard under a temporary name: the header comes last, so an unfinished file is no shard.</summary>
internal sealed class ShardFileWriter : IDisposable
{
    private readonly ShardOptions _options;
    private readonly int _number;
    private readonly FileStream _stream;
    private readonly DocumentRecordWriter _records;
    private readonly byte[] _block;
    private readonly List<uint> _starts = [0];
    private int _filled;
    private long _blocks;

    public ShardFileWriter(string folder, int number, ShardOptions options)
    {
        (_options, _number) = (options, number);
        FinalPath = Path.Combine(folder, ShardFolder.ShardName(number));
        TemporaryPath = FinalPath + ShardFolder.TemporarySuffix;
        _block = new byte[options.BlockBytes + ShardHeader.CrcBytes];
        _stream = new FileStream(TemporaryPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        _stream.Position = ShardHeader.Size;
        _records = new DocumentRecordWriter(folder, number);
    }

    private string FinalPath { get; }

    private string TemporaryPath { get; }

    public long Tokens { get; private set; }

    public long Documents => _starts.Count - 1;

    public void Add(ReadOnlySpan<int> document, DocumentRecord record)
    {
        foreach (int id in document)
        {
            if (_options.IdBytes == 2) BinaryPrimitives.WriteUInt16LittleEndian(_block.AsSpan(_filled), (ushort)id);
            else BinaryPrimitives.WriteInt32LittleEndian(_block.AsSpan(_filled), id);
            _filled += _options.IdBytes;
            if (_filled == _options.BlockBytes) WriteBlock();
        }
        Tokens += document.Length;
        _starts.Add((uint)Tokens);
        _records.Add(record);
    }

    /// <summary>Writes what is missing, flushes to disk, and gives both files their names.</summary>
    public ShardEntry Complete()
    {
        if (_filled > 0) WriteBlock();
        WriteIndex();
        var header = new ShardHeader(_options.IdBytes, _options.BlockBytes, _number, Documents, Tokens);
        Span<byte> bytes = stackalloc byte[ShardHeader.Size];
        header.Write(_options.Tokenizer, bytes);
        _stream.Position = 0;
        _stream.Write(bytes);
        _stream.Flush(flushToDisk: true);
        long length = _stream.Length;
        _stream.Dispose();
        string sha256 = ShardSet.Sha256(TemporaryPath);
        var (recordBytes, recordSha256) = _records.Complete();
        ShardFolder.Publish(TemporaryPath, FinalPath);
        ShardFolder.Publish(_records.TemporaryPath, _records.FinalPath);
        return new ShardEntry(Path.GetFileName(FinalPath), length, Documents, Tokens, sha256, Path.GetFileName(_records.FinalPath), recordBytes, recordSha256);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _records.Dispose();
    }

    private void WriteBlock()
    {
        uint crc = ShardHeader.BlockCrc(_blocks++, _block.AsSpan(0, _filled));
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(_filled), crc);
        _stream.Write(_block.AsSpan(0, _filled + ShardHeader.CrcBytes));
        _filled = 0;
    }

    private void WriteIndex()
    {
        byte[] buffer = new byte[1 << 16];
        uint crc = 0;
        for (int i = 0; i < _starts.Count;)
        {
            int bytes = 0;
            for (; i < _starts.Count && bytes < buffer.Length; i++, bytes += ShardHeader.StartBytes)
                BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(bytes), _starts[i]);
            crc = Crc32C.Of(buffer.AsSpan(0, bytes), crc);
            _stream.Write(buffer.AsSpan(0, bytes));
        }
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, crc);
        _stream.Write(buffer.AsSpan(0, ShardHeader.CrcBytes));
    }
}
