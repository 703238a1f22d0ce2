using System.Buffers.Binary;
using System.IO.Compression;

namespace Cocoon.Text;

/// <summary>Walks the members of a gzip file (RFC 1952) and checks that each is whole.</summary>
internal static class GzipMembers
{
    /// <summary>Refuses a file whose last member is cut short or followed by something else.</summary>
    public static void Check(string path, Stream file)
    {
        var source = new BufferedStream(file, 1 << 16);
        byte[] buffer = new byte[1 << 16];
        while (source.Position < file.Length)
        {
            long start = source.Position;
            try
            {
                SkipHeader(source, path, start);
                var (crc, length) = Inflate(source, buffer);
                source.ReadExactly(buffer, 0, 8);
                if (BinaryPrimitives.ReadUInt32LittleEndian(buffer) != crc || BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(4)) != length)
                    throw Damaged(path, $"the checksum of the member at byte {start} does not agree", null);
            }
            catch (EndOfStreamException e)
            {
                throw Damaged(path, $"it ends at byte {file.Length} in the middle of compressed data: it was cut short", e);
            }
            catch (InvalidDataException e)
            {
                throw Damaged(path, $"decompression failed near byte {source.Position}", e);
            }
        }
    }

    private static (uint Crc, uint Length) Inflate(Stream source, byte[] buffer)
    {
        var feeder = new ByteFeeder(source);
        using var inflater = new DeflateStream(feeder, CompressionMode.Decompress, leaveOpen: true);
        var (crc, length) = (0u, 0u);
        while (inflater.Read(buffer) is > 0 and int read)
        {
            crc = Crc32.Append(crc, buffer.AsSpan(0, read));
            length += (uint)read;
        }

        if (feeder.Exhausted) throw new EndOfStreamException();
        return (crc, length);
    }

    private static void SkipHeader(Stream source, string path, long start)
    {
        Span<byte> head = stackalloc byte[10];
        source.ReadExactly(head);
        if (head[0] != 0x1F || head[1] != 0x8B || head[2] != 8) throw Damaged(path, $"what stands at byte {start} is not gzip", null);
        int flags = head[3];
        if ((flags & 4) != 0)
        {
            source.ReadExactly(head[..2]);
            for (int left = BinaryPrimitives.ReadUInt16LittleEndian(head); left > 0; left--) NextByte(source);
        }

        if ((flags & 8) != 0) while (NextByte(source) != 0) { }
        if ((flags & 16) != 0) while (NextByte(source) != 0) { }
        if ((flags & 2) != 0) source.ReadExactly(head[..2]);
    }

    private static int NextByte(Stream source) => source.ReadByte() is >= 0 and int b ? b : throw new EndOfStreamException();

    private static CorpusException Damaged(string path, string why, Exception? inner) =>
        new(path, $"is damaged: {why}. Fetch or compress the file again.", inner);

    /// <summary>Hands out one byte at a time, so that the inflater cannot read beyond the end of a member.</summary>
    private sealed class ByteFeeder(Stream source) : Stream
    {
        public bool Exhausted { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty) return 0;
            int next = source.ReadByte();
            if (next < 0) { Exhausted = true; return 0; }
            buffer[0] = (byte)next;
            return 1;
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
}
