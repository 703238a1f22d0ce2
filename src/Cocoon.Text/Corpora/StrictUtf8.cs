using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Cocoon.Text;

/// <summary>Decodes text and refuses, with the offset, what is not text.</summary>
internal static class StrictUtf8
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    // More control characters than this share of a document is a binary file that happens to be valid UTF-8.
    private const int ControlsPerHundred = 30;

    private static readonly SearchValues<byte> s_controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Append(0x7F).Select(b => (byte)b).Except([(byte)'\t', (byte)'\n', (byte)'\r', (byte)'\f'])]);

    /// <summary>The text of <paramref name="bytes"/>, which start at <paramref name="offset"/> of the file, in line <paramref name="line"/>.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string path, long offset, long line)
    {
        Check(bytes, path, offset, line);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Refuses bytes that are not UTF-8 text.</summary>
    public static void Check(ReadOnlySpan<byte> bytes, string path, long offset, long line)
    {
        int nul = bytes.IndexOf((byte)0);
        if (nul >= 0)
        {
            throw new CorpusException(path,
                $"byte {offset + nul} (line {LineOf(bytes, nul, line)}) is NUL: this is a binary file or UTF-16 text. Convert text to UTF-8; leave other files out.");
        }

        if (!Utf8.IsValid(bytes))
        {
            int at = FirstInvalid(bytes);
            throw new CorpusException(path,
                $"byte {offset + at} (line {LineOf(bytes, at, line)}) is 0x{bytes[at]:X2}, which is not UTF-8 there. Convert the file, for example with iconv -t UTF-8.");
        }

        int controls = 0;
        for (int at = 0; bytes[at..].IndexOfAny(s_controls) is >= 0 and int found; at += found + 1) controls++;
        if (controls * 100L > bytes.Length * (long)ControlsPerHundred)
            throw new CorpusException(path, $"line {line} (byte {offset}): {controls:N0} of {bytes.Length:N0} bytes are control characters: this is not text. Leave the file out.");
    }

    /// <summary>Length of the UTF-8 byte order mark at the start of a file, 0 or 3; other marks and gzip are refused.</summary>
    public static int SkipMark(ReadOnlySpan<byte> head, string path)
    {
        if (head.StartsWith<byte>([0x1F, 0x8B])) throw new CorpusException(path, "is compressed with gzip, but its name does not end in .gz. Rename it.");
        if (head.StartsWith<byte>([0xFF, 0xFE]) || head.StartsWith<byte>([0xFE, 0xFF]))
            throw new CorpusException(path, "starts with a UTF-16 (or UTF-32) byte order mark. Convert the file to UTF-8, for example with iconv -f UTF-16 -t UTF-8.");
        return head.StartsWith(ByteOrderMark) ? 3 : 0;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out int consumed) != OperationStatus.Done) return at;
            at += consumed;
        }

        return 0;
    }

    private static long LineOf(ReadOnlySpan<byte> bytes, int at, long line) => line + bytes[..at].Count((byte)'\n');
}
