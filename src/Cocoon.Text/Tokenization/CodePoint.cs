using System.Buffers;
using System.Text;

namespace Cocoon.Text;

/// <summary>Code points in UTF-16 text. Half of a surrogate pair (impossible in decoded files) counts as U+FFFD, as it does for the reference library.</summary>
internal static class CodePoint
{
    public const int Replacement = 0xFFFD;

    /// <summary>Reads the code point at <paramref name="at"/>; returns its code units: 2 for a pair, 1 otherwise.</summary>
    public static int Read(ReadOnlySpan<char> text, int at, out int codePoint)
    {
        codePoint = text[at];
        if (!char.IsSurrogate(text[at])) return 1;
        var status = Rune.DecodeFromUtf16(text[at..], out var rune, out int consumed);
        codePoint = status == OperationStatus.Done ? rune.Value : Replacement;
        return Math.Max(consumed, 1);
    }

    /// <summary>Reads the code point that ends before <paramref name="end"/>; returns its code units.</summary>
    public static int ReadBefore(ReadOnlySpan<char> text, int end, out int codePoint)
    {
        int width = end > 1 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? 2 : 1;
        Read(text, end - width, out codePoint);
        return width;
    }

    /// <summary>Number of code points.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int i = 0; i < text.Length; count++) i += Read(text, i, out _);
        return count;
    }

    /// <summary>Bytes of a code point in UTF-8.</summary>
    public static int Utf8Length(int codePoint) => codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

    /// <summary>Writes a code point as UTF-16; returns its code units.</summary>
    public static int Write(int codePoint, Span<char> destination) => new Rune(codePoint).EncodeToUtf16(destination);
}
