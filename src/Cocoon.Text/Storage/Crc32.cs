using System.Buffers.Binary;

namespace Cocoon.Text;

/// <summary>The checksum of gzip (ISO 3309, reflected polynomial 0xEDB88320), eight bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[] s_table = Build();

    /// <summary>Continues a checksum; start with 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[] t = s_table;
        crc = ~crc;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = t[0x700 | crc & 0xFF] ^ t[0x600 | crc >> 8 & 0xFF] ^ t[0x500 | crc >> 16 & 0xFF] ^ t[0x400 | crc >> 24]
                ^ t[0x300 | bytes[4]] ^ t[0x200 | bytes[5]] ^ t[0x100 | bytes[6]] ^ t[bytes[7]];
        }

        foreach (byte b in bytes) crc = t[(byte)(crc ^ b)] ^ crc >> 8;
        return ~crc;
    }

    private static uint[] Build()
    {
        uint[] table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint c = i;
            for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? c >> 1 ^ 0xEDB88320u : c >> 1;
            table[i] = c;
        }

        for (int i = 256; i < table.Length; i++) table[i] = table[(byte)table[i - 256]] ^ table[i - 256] >> 8;
        return table;
    }
}
