using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Cocoon.Text;

/// <summary>The words of a text as numbers, for finding text that occurs twice. Reusable.</summary>
/// <remarks>
/// A word is a run of letters, digits and combining marks, in lower case; punctuation, white space and symbols only divide words. A character of a
/// script that puts no spaces between words (Chinese, Japanese, Thai and their neighbours) is a word of its own. Differences of case,
/// punctuation and layout therefore do not matter; composed and decomposed accents are different words.
/// </remarks>
internal sealed class WordSequence
{
    private readonly List<ulong> _hashes = [];
    private readonly List<(int Start, int End)> _spans = [];
    private ulong _hash;
    private int _start = -1;

    /// <summary>A number for each word, equal for equal words.</summary>
    public ReadOnlySpan<ulong> Hashes => CollectionsMarshal.AsSpan(_hashes);

    /// <summary>Where a word stands in the text, in UTF-16 code units.</summary>
    public (int Start, int End) SpanOf(int word) => _spans[word];

    /// <summary>Takes the words of another text.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        _hashes.Clear();
        _spans.Clear();
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            if (char.IsAscii(c))
            {
                if (char.IsAsciiLetterOrDigit(c)) Append(char.IsAsciiLetterUpper(c) ? c | 0x20u : c, i);
                else End(i);
                i++;
                continue;
            }
            Rune.DecodeFromUtf16(text[i..], out var rune, out int length);
            if (!IsPartOfWord(rune)) End(i);
            else if (ScriptCounter.ScriptOf(rune.Value) is Script.Cjk or Script.Kana or Script.SoutheastAsian)
            {
                End(i);
                Append((uint)rune.Value, i);
                End(i + length);
            }
            else Append((uint)Rune.ToLowerInvariant(rune).Value, i);
            i += length;
        }
        End(text.Length);
    }

    private static bool IsPartOfWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // FNV-1a over code points (Fowler, Noll and Vo).
    private void Append(uint codePoint, int at)
    {
        if (_start < 0) (_start, _hash) = (at, 14695981039346656037UL);
        _hash = (_hash ^ codePoint) * 1099511628211UL;
    }

    private void End(int at)
    {
        if (_start < 0) return;
        _hashes.Add(WordNGrams.Mix(_hash));
        _spans.Add((_start, at));
        _start = -1;
    }
}
