using System.Buffers.Binary;
using System.Numerics;

namespace Cocoon.Text;

/// <summary>CRC-32C (Castagnoli): finds every change of up to three bits, and every burst of up to 32, in a block.</summary>
/// <remarks>RFC 3720, appendix B.4; polynomial 0x1EDC6F41 reflected, computed by the processor's instruction where it has one.</remarks>
public static class Crc32C
{
    /// <summary>The checksum of bytes.</summary>
    /// <param name="bytes">What to check.</param>
    /// <param name="previous">The checksum of what stands before them, to go on with it; 0 to begin.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint previous = 0)
    {
        uint crc = ~previous;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
