namespace Cocoon.Text;

/// <summary>Takes the white space at the ends of tokens out of their offsets, as the reference library's ByteLevel does.</summary>
/// <param name="HasSpacePrefix">Whether a space was put before the text, which then keeps its place.</param>
internal sealed record OffsetTrim(bool HasSpacePrefix)
{
    /// <summary>The trimmed part.</summary>
    /// <param name="span">The part of the text that the token stands for.</param>
    /// <param name="token">The token as it is written, with bytes as characters.</param>
    /// <param name="isFirst">Whether it is the first token of its text.</param>
    /// <param name="text">The text: offsets move by its code points.</param>
    public TokenSpan Apply(TokenSpan span, ReadOnlySpan<char> token, bool isFirst, ReadOnlySpan<char> text)
    {
        int leading = 0, trailing = 0;
        while (leading < token.Length && IsSpace(token[leading])) leading++;
        while (trailing < token.Length && IsSpace(token[^(trailing + 1)])) trailing++;
        var (start, end) = span;
        if (leading > 0)
        {
            if ((isFirst || start == 0) && HasSpacePrefix && leading == 1) leading = 0;
            for (; leading > 0 && start < end; leading--) start += CodePoint.Read(text, start, out _);
        }

        int cut = end;
        for (; trailing > 0 && cut > 0; trailing--) cut -= CodePoint.ReadBefore(text, cut, out _);
        return new TokenSpan(start, trailing > 0 ? end : Math.Max(cut, start));
    }

    private static bool IsSpace(char c) => c == ByteCharacters.Of((byte)' ') || CharacterClasses.Instance.Is(c, CharacterClass.Space);
}
