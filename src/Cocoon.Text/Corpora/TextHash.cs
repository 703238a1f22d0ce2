using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Text;

/// <summary>What identifies a text, wherever it lies: the first 128 bits of the SHA-256 of its UTF-8, without the white space around it.</summary>
/// <remarks>Printed as 32 hexadecimal digits (<c>x32</c>) it is the beginning of what <c>sha256sum</c> says about the same bytes.</remarks>
public static class TextHash
{
    private const int StackBytes = 1024;

    /// <summary>The hash of a text; two different texts never share it.</summary>
    public static UInt128 Of(ReadOnlySpan<char> text) => Of(text, out _);

    /// <summary>The hash of a text, and the number of bytes of its UTF-8 without the white space around it.</summary>
    internal static UInt128 Of(ReadOnlySpan<char> text, out int bytes)
    {
        text = text.Trim();
        bytes = Encoding.UTF8.GetByteCount(text);
        byte[]? rented = bytes > StackBytes ? ArrayPool<byte>.Shared.Rent(bytes) : null;
        try
        {
            Span<byte> buffer = rented ?? stackalloc byte[StackBytes];
            Encoding.UTF8.GetBytes(text, buffer);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(buffer[..bytes], hash);
            return BinaryPrimitives.ReadUInt128BigEndian(hash);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
