namespace Cocoon.Text;

/// <summary>Korean syllables, which decompose and compose by arithmetic.</summary>
/// <remarks>Unicode Standard, section 3.12: a syllable is leading consonant, vowel and perhaps a trailing consonant.</remarks>
internal static class Hangul
{
    private const int FirstSyllable = 0xAC00, LastSyllable = 0xD7A3, Leading = 0x1100, Vowel = 0x1161, Trailing = 0x11A7;
    private const int LeadingCount = 19, VowelCount = 21, TrailingCount = 28;

    public static bool IsSyllable(int codePoint) => codePoint is >= FirstSyllable and <= LastSyllable;

    /// <summary>The parts of a syllable; the last is 0 if it has no trailing consonant.</summary>
    public static (int Leading, int Vowel, int Trailing) Decompose(int syllable)
    {
        int index = syllable - FirstSyllable, trailing = index % TrailingCount;
        return (Leading + index / (VowelCount * TrailingCount), Vowel + index % (VowelCount * TrailingCount) / TrailingCount, trailing == 0 ? 0 : Trailing + trailing);
    }

    /// <summary>The syllable that two parts form, or −1.</summary>
    public static int Compose(int first, int second)
    {
        if (first is >= Leading and < Leading + LeadingCount && second is >= Vowel and < Vowel + VowelCount)
            return FirstSyllable + ((first - Leading) * VowelCount + second - Vowel) * TrailingCount;
        bool open = IsSyllable(first) && (first - FirstSyllable) % TrailingCount == 0;
        return open && second is > Trailing and < Trailing + TrailingCount ? first + second - Trailing : -1;
    }
}
