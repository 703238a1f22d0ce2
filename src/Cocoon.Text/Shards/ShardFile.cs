using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Cocoon.Text;

/// <summary>One open shard. Reading is thread-safe; a block's checksum is verified when the block is first touched.</summary>
/// <remarks>
/// Files are read, not mapped into memory: a file that is cut or lost while a run uses it then gives an error that names it,
/// where a mapping would end the process. The operating system's cache makes the second read of a block a copy.
/// </remarks>
internal sealed class ShardFile : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly ShardHeader _header;
    private readonly int _vocabularySize;
    private readonly uint[] _starts;
    private readonly ulong[] _verified;

    public ShardFile(string folder, ShardEntry entry, int number, ShardManifest manifest)
    {
        _path = Path.Combine(folder, entry.Name);
        _vocabularySize = manifest.VocabularySize;
        _handle = Open(_path);
        try
        {
            long length = RandomAccess.GetLength(_handle);
            if (length != entry.Bytes)
                throw new ShardException(_path, $"The file has {length} bytes, not {entry.Bytes} as the manifest says. Restore it or prepare the data again.", Math.Min(length, entry.Bytes));
            Span<byte> bytes = stackalloc byte[ShardHeader.Size];
            ReadExactly(bytes, 0);
            _header = ShardHeader.Read(_path, bytes, length, manifest.Tokenizer);
            if (_header.Number != number || _header.IdBytes != manifest.IdBytes || _header.Documents != entry.Documents || _header.Tokens != entry.Tokens)
                throw new ShardException(_path, $"The header ({_header}) does not agree with the manifest ({entry}). Files of different sets are mixed.", 12);
            _starts = ReadIndex();
            _verified = new ulong[(_header.Blocks + 63) / 64];
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    public string FilePath => _path;

    public int Documents => (int)_header.Documents;

    public int LengthOf(int document) => (int)(_starts[document + 1] - _starts[document]);

    /// <summary>Copies ids of a document; the caller has checked the range.</summary>
    public void Read(int document, int from, Span<int> into) => Read((long)_starts[document] + from, into);

    /// <summary>Reads every block; the index and the header were checked when the shard was opened.</summary>
    public void Verify(CancellationToken ct)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(_header.BlockBytes + ShardHeader.CrcBytes);
        try
        {
            for (long block = 0; block < _header.Blocks; block++)
            {
                ct.ThrowIfCancellationRequested();
                ReadBlock(block, buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _handle.Dispose();

    private void Read(long token, Span<int> into)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(_header.BlockBytes + ShardHeader.CrcBytes);
        try
        {
            while (!into.IsEmpty)
            {
                var (block, skip) = Math.DivRem(token, _header.TokensPerBlock);
                int count = (int)Math.Min(into.Length, _header.TokensPerBlock - skip);
                CopyFromBlock(block, (int)skip, into[..count], buffer);
                into = into[count..];
                token += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void CopyFromBlock(long block, int skip, Span<int> into, byte[] buffer)
    {
        int from = skip * _header.IdBytes, bytes = into.Length * _header.IdBytes;
        ulong bit = 1UL << (int)(block % 64);
        ref ulong word = ref _verified[block / 64];
        if ((Volatile.Read(ref word) & bit) != 0)
        {
            ReadExactly(buffer.AsSpan(0, bytes), _header.BlockAt(block) + from);
            Decode(buffer.AsSpan(0, bytes), into);
        }
        else
        {
            Decode(ReadBlock(block, buffer).Slice(from, bytes), into);
            Interlocked.Or(ref word, bit);
        }
    }

    private ReadOnlySpan<byte> ReadBlock(long block, byte[] buffer)
    {
        int bytes = _header.BytesOfBlock(block);
        long at = _header.BlockAt(block);
        ReadExactly(buffer.AsSpan(0, bytes + ShardHeader.CrcBytes), at);
        var content = buffer.AsSpan(0, bytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(bytes)) != ShardHeader.BlockCrc(block, content))
            throw new ShardException(_path, $"Block {block} ({bytes} bytes) does not match its checksum. Restore the file or prepare the data again.", at);
        CheckIds(content, at);
        return content;
    }

    private void CheckIds(ReadOnlySpan<byte> content, long at)
    {
        for (int i = 0; i < content.Length; i += _header.IdBytes)
        {
            uint id = _header.IdBytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(content[i..]) : BinaryPrimitives.ReadUInt32LittleEndian(content[i..]);
            if (id >= (uint)_vocabularySize)
                throw new ShardException(_path, $"Token id {id} is not below the vocabulary size {_vocabularySize}. The shard was not written for this vocabulary.", at + i);
        }
    }

    private void Decode(ReadOnlySpan<byte> bytes, Span<int> into)
    {
        if (_header.IdBytes == 2)
            for (int i = 0; i < into.Length; i++) into[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        else
            for (int i = 0; i < into.Length; i++) into[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
    }

    private uint[] ReadIndex()
    {
        byte[] bytes = new byte[_header.IndexBytes + ShardHeader.CrcBytes];
        ReadExactly(bytes, _header.IndexAt);
        var content = bytes.AsSpan(..^ShardHeader.CrcBytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(content.Length)) != Crc32C.Of(content))
            throw new ShardException(_path, "The document index does not match its checksum. Restore the file or prepare the data again.", _header.IndexAt);
        uint[] starts = new uint[_header.Documents + 1];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = BinaryPrimitives.ReadUInt32LittleEndian(content[(i * ShardHeader.StartBytes)..]);
            if (i == 0 ? starts[0] != 0 : starts[i] <= starts[i - 1])
                throw new ShardException(_path, $"Document {i} starts at token {starts[i]}: the index does not ascend from 0.", _header.IndexAt + i * ShardHeader.StartBytes);
        }
        if (starts[^1] != _header.Tokens)
            throw new ShardException(_path, $"The index ends at token {starts[^1]} of {_header.Tokens}.", _header.IndexAt + _header.IndexBytes - ShardHeader.StartBytes);
        return starts;
    }

    private void ReadExactly(Span<byte> into, long at)
    {
        try
        {
            while (!into.IsEmpty)
            {
                int read = RandomAccess.Read(_handle, into, at);
                if (read == 0) throw new ShardException(_path, $"The file ends here, with {into.Length} bytes missing. It was cut: restore it or prepare the data again.", at);
                into = into[read..];
                at += read;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShardException(_path, $"The file cannot be read: {e.Message}", at, e);
        }
    }

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ShardException(path, "The manifest names this shard, but it is missing. Restore it or prepare the data again.", cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShardException(path, $"The shard cannot be opened: {e.Message}", cause: e);
        }
    }
}
