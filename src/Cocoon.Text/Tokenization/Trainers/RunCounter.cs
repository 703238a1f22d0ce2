using System.Globalization;
using System.Text;

namespace Cocoon.Text;

/// <summary>Cuts lines into runs that no piece reaches beyond (a word, or what a change of script leaves of it), and counts equal ones.</summary>
/// <remarks>
/// SentencePiece allows no piece to mix scripts, nor to go on after a space. Cutting there changes no expectation, since parts between which
/// no piece reaches are independent, and it makes lines of Chinese or Japanese, which have no spaces, short and countable.
/// Each run is counted with the character that follows it (a line feed at the end of a line), because the seeds depend on that.
/// Hiragana, katakana and Chinese characters count as one script; digits, punctuation and symbols are one more; marks belong to what they follow.
/// </remarks>
internal sealed class RunCounter(SentencePieceNormalizer normalizer, bool piecesCrossSpaces, int maxDistinct) : IWordCounter
{
    private const int Common = -1, None = -2, MaxRun = 4000;
    private const char EscapedSpace = '\u2581', LineEnd = '\n';

    private readonly NormalizedBytes _normalized = new();
    private byte[] _utf8 = new byte[1024];
    private char[] _line = new char[1024];

    /// <summary>The counts so far.</summary>
    public WordCounts Counts { get; } = new(maxDistinct);

    /// <summary>Counts the runs of a document, line by line.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        foreach (var line in text.EnumerateLines())
        {
            if (_utf8.Length < 3 * line.Length) _utf8 = new byte[6 * line.Length];
            int bytes = Encoding.UTF8.GetBytes(line, _utf8);
            _normalized.Clear(tracks: false);
            normalizer.Normalize(_utf8.AsSpan(0, bytes), _normalized);
            if (_line.Length <= _normalized.Length) _line = new char[2 * _normalized.Length];
            int length = Encoding.UTF8.GetChars(_normalized.Bytes, _line);
            _line[length] = LineEnd;
            Cut(_line.AsSpan(0, length));
        }
    }

    private void Cut(ReadOnlySpan<char> line)
    {
        int start = 0, script = None;
        for (int at = 0; at < line.Length;)
        {
            Rune.DecodeFromUtf16(line[at..], out var rune, out int length);
            int next = rune.Value == EscapedSpace ? None : ScriptOf(rune, script);
            bool isWordStart = rune.Value == EscapedSpace && !piecesCrossSpaces;
            bool changes = next != None && script != None && next != script;
            if (at > start && (isWordStart || changes || at - start >= MaxRun))
            {
                // Spaces before a change belong to what follows: no piece ends with one.
                int end = at;
                while (changes && end > start && line[end - 1] == EscapedSpace) end--;
                if (end > start) Count(start, end);
                (start, script) = (end, None);
            }

            if (next != None) script = next;
            at += length;
        }

        if (start < line.Length) Count(start, line.Length);
    }

    private void Count(int start, int end) =>
        Counts.Add(_line.AsSpan(start, end - start + (char.IsHighSurrogate(_line[end]) ? 2 : 1)));

    private static int ScriptOf(Rune rune, int before)
    {
        if (rune.Value == 0x30FC) return (int)Script.Cjk; // the mark of long vowels, a letter of kana
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) return before == None ? Common : before;
        if (category is > UnicodeCategory.OtherLetter and not UnicodeCategory.SpacingCombiningMark) return Common;
        var script = ScriptCounter.ScriptOf(rune.Value);
        return (int)(script == Script.Kana ? Script.Cjk : script);
    }
}
