namespace Cocoon.Text;

/// <summary>The 256 bytes as printable characters: how byte-level vocabularies are written.</summary>
/// <remarks>Radford et al. 2019 (GPT-2): printable Latin-1 stands for itself, the other 68 bytes for U+0100 and the following, in order.</remarks>
internal static class ByteCharacters
{
    private static readonly char[] s_chars = Chars();
    private static readonly short[] s_bytes = Bytes();

    /// <summary>The character of a byte.</summary>
    public static char Of(byte value) => s_chars[value];

    /// <summary>The byte of a character, or −1.</summary>
    public static int ByteOf(char character) => character < s_bytes.Length ? s_bytes[character] : -1;

    private static char[] Chars()
    {
        char[] chars = new char[256];
        int others = 0;
        for (int b = 0; b < 256; b++)
            chars[b] = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)b : (char)(256 + others++);
        return chars;
    }

    private static short[] Bytes()
    {
        short[] bytes = new short[s_chars.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int b = 0; b < 256; b++) bytes[s_chars[b]] = (short)b;
        return bytes;
    }
}
