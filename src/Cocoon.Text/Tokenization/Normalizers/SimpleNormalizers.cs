namespace Cocoon.Text;

/// <summary>Small letters.</summary>
internal sealed class LowercaseNormalizer : ITextNormalizer
{
    public void Normalize(NormalizedText text) => text.Lowercase();
}

/// <summary>No white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : ITextNormalizer
{
    public void Normalize(NormalizedText text) => text.Strip(left, right);
}

/// <summary>A string before every text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : ITextNormalizer
{
    public void Normalize(NormalizedText text) => text.Prepend(prefix);
}

/// <summary>No combining marks; letters are not decomposed first.</summary>
internal sealed class StripAccentsNormalizer : ITextNormalizer
{
    private static readonly CharacterClasses s_classes = CharacterClasses.Instance;

    public void Normalize(NormalizedText text) => text.Filter(static c => !s_classes.Is(c, CharacterClass.Accent));
}

/// <summary>The cleaning of SentencePiece's "nmt" rules: no controls, and everything like a space is a space.</summary>
internal sealed class NmtNormalizer : ITextNormalizer
{
    public void Normalize(NormalizedText text)
    {
        text.Filter(c => c is not ((>= 0x1 and <= 0x8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or 0x8F or 0x9F));
        text.Map(c => c is 0x9 or 0xA or 0xC or 0xD or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD ? ' ' : c);
    }
}

/// <summary>Every match of a pattern becomes a string.</summary>
internal sealed class ReplaceNormalizer(ITextPattern pattern, string content) : ITextNormalizer
{
    public void Normalize(NormalizedText text)
    {
        var matches = new List<PatternMatch>();
        pattern.Find(text.Chars, matches);
        if (!matches.Exists(match => match.IsMatch)) return;
        text.BeginChange(0, text.Chars.Length, skipped: 0);
        foreach (var match in matches)
        {
            if (!match.IsMatch)
            {
                text.Keep(match.End);
                continue;
            }

            text.Drop(match.End);
            for (int i = 0; i < content.Length;)
            {
                i += CodePoint.Read(content, i, out int c);
                text.Put(c, 1);
            }
        }

        text.EndChange();
    }
}

/// <summary>UTF-8 bytes as characters, <see cref="ByteCharacters"/>.</summary>
internal sealed class ByteLevelNormalizer : ITextNormalizer
{
    public void Normalize(NormalizedText text)
    {
        var chars = text.Chars;
        Span<byte> bytes = stackalloc byte[4];
        text.BeginChange();
        for (int i = 0; i < chars.Length;)
        {
            i += CodePoint.Read(chars, i, out int c);
            int count = new System.Text.Rune(c).EncodeToUtf8(bytes);
            for (int k = 0; k < count; k++) text.Put(ByteCharacters.Of(bytes[k]), k > 0 ? 1 : 0);
        }

        text.EndChange();
    }
}

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<ITextNormalizer> parts) : ITextNormalizer
{
    public void Normalize(NormalizedText text)
    {
        foreach (var part in parts) part.Normalize(text);
    }
}
