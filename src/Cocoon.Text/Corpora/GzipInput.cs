using System.Buffers.Binary;
using System.IO.Compression;

namespace Cocoon.Text;

/// <summary>Reads a gzip file and refuses one that was cut short.</summary>
/// <remarks>
/// <see cref="GZipStream"/> checks the checksum of every member it finishes, but ends without a word when the file stops early.
/// So the output is measured here too: a file of one member must end with the checksum and length of all that came out.
/// Only if it does not (several members, or damage) are the members walked one by one.
/// </remarks>
internal sealed class GzipInput(string path, Stream file) : Stream
{
    private readonly GZipStream _inner = new(file, CompressionMode.Decompress, leaveOpen: true);
    private uint _crc, _length;
    private bool _checked;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        int read;
        try
        {
            read = _inner.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new CorpusException(path, $"is damaged: decompression failed near byte {file.Position} of {file.Length}. Fetch or compress the file again.", e);
        }

        if (read == 0 && !_checked) CheckEnd();
        _crc = Crc32.Append(_crc, buffer[..read]);
        _length += (uint)read;
        return read;
    }

    private void CheckEnd()
    {
        _checked = true;
        Span<byte> trailer = stackalloc byte[8];
        if (file.Length >= 18)
        {
            file.Position = file.Length - 8;
            file.ReadExactly(trailer);
            if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) == _crc && BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) == _length) return;
        }

        file.Position = 0;
        GzipMembers.Check(path, file);
        file.Position = file.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
