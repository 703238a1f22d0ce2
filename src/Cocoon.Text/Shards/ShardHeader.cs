using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Text;

/// <summary>The first 128 bytes of a shard, and the arithmetic of its layout. All numbers are little-endian.</summary>
/// <remarks>
/// <code>
///   0  magic "COCOONTK"          8  u32 version 1         12  u32 bytes of an id (2 or 4)
///  16  u32 bytes of a block     20  u32 shard number      24  i64 documents      32  i64 tokens
///  40  SHA-256 of the tokenizer's fingerprint (32 bytes)  72  zeros
/// 124  CRC-32C of bytes 0 to 123
/// 128  blocks of ids, each followed by the CRC-32C of its number (8 bytes) and its content; only the last is shorter
///   …  (documents + 1) u32: where each document starts, in tokens, and the number of tokens; then their CRC-32C
/// </code>
/// </remarks>
internal readonly record struct ShardHeader(int IdBytes, int BlockBytes, int Number, long Documents, long Tokens)
{
    public const int Size = 128;
    public const int CrcBytes = 4;
    public const int StartBytes = 4;
    public const int SmallestBlock = 64;
    public const int LargestBlock = 1 << 24;
    private const uint Version = 1;
    private const int CrcAt = Size - CrcBytes;
    private const int FingerprintAt = 40;
    private const int FingerprintEnd = FingerprintAt + SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "COCOONTK"u8;

    public long TokensPerBlock => BlockBytes / IdBytes;

    public long Blocks => (Tokens + TokensPerBlock - 1) / TokensPerBlock;

    public long IndexAt => Size + Tokens * IdBytes + Blocks * CrcBytes;

    public long IndexBytes => (Documents + 1) * StartBytes;

    public long FileBytes => IndexAt + IndexBytes + CrcBytes;

    public long BlockAt(long block) => Size + block * (BlockBytes + CrcBytes);

    public int BytesOfBlock(long block) => (int)Math.Min(BlockBytes, (Tokens - block * TokensPerBlock) * IdBytes);

    // Only what was read: in a header that lies, nothing can be computed from it.
    public override string ToString() => $"shard {Number}: {Documents} documents, {Tokens} tokens of {IdBytes} bytes in blocks of {BlockBytes} bytes";

    /// <summary>The checksum of a block depends on its place: two exchanged blocks are found.</summary>
    public static uint BlockCrc(long block, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, block);
        return Crc32C.Of(content, Crc32C.Of(number));
    }

    public void Write(string tokenizer, Span<byte> bytes)
    {
        bytes = bytes[..Size];
        bytes.Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], IdBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], BlockBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Documents);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], Tokens);
        SHA256.HashData(Encoding.UTF8.GetBytes(tokenizer), bytes[FingerprintAt..FingerprintEnd]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CrcAt..], Crc32C.Of(bytes[..CrcAt]));
    }

    /// <summary>Reads a header and believes it only where it agrees with the length of the file.</summary>
    public static ShardHeader Read(string file, ReadOnlySpan<byte> bytes, long fileBytes, string tokenizer)
    {
        if (!bytes.StartsWith(Magic)) throw new ShardException(file, "This is not a shard. Prepare the data again.", 0);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]) != Crc32C.Of(bytes[..CrcAt]))
            throw new ShardException(file, "The header does not match its checksum. Restore the file or prepare the data again.", 0);
        if (version != Version)
            throw new ShardException(file, $"Shard version {version}, but this program reads version {Version}.", 8);
        if (!bytes[FingerprintAt..FingerprintEnd].SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(tokenizer))))
            throw new ShardException(file, "The shard was made with another tokenizer than its manifest says.", FingerprintAt);

        var header = new ShardHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]));
        if (!header.IsPossible(fileBytes))
            throw new ShardException(file, $"The header's lengths do not fit a file of {fileBytes} bytes ({header}).", 12);
        return header;
    }

    // Every factor is bounded by the file's length before it is multiplied, so nothing can overflow.
    private bool IsPossible(long fileBytes) =>
        IdBytes is 2 or 4
        && BlockBytes is >= SmallestBlock and <= LargestBlock && BlockBytes % IdBytes == 0
        && Tokens is > 0 and <= int.MaxValue && Tokens <= fileBytes / IdBytes
        && Documents > 0 && Documents <= Tokens && Documents <= fileBytes / StartBytes
        && FileBytes == fileBytes;
}
