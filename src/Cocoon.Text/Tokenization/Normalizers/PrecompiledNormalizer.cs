using System.Globalization;
using System.Text;

namespace Cocoon.Text;

/// <summary>The replacements of a <see cref="PrecompiledMap"/> as the Hugging Face library applies them: grapheme by grapheme.</summary>
/// <remarks>
/// A grapheme of at most five bytes that begins with a key becomes the replacement of the shortest such key, whatever follows in it; in others each
/// character is looked up alone. SentencePiece itself takes the longest key at each place (<see cref="SentencePieceNormalizer"/>).
/// </remarks>
internal sealed class PrecompiledNormalizer : ITextNormalizer
{
    private const int LongestGrapheme = 5;
    private readonly PrecompiledMap _map;
    private readonly bool[] _stays = new bool[0x80];

    public PrecompiledNormalizer(PrecompiledMap map)
    {
        _map = map;
        for (byte b = 0; b < _stays.Length; b++) _stays[b] = !map.TryShortest([b], out _);
    }

    public void Normalize(NormalizedText text)
    {
        var chars = text.Chars;
        List<Change>? changes = null;
        for (int i = 0, next; i < chars.Length; i = next)
        {
            next = i + GraphemeLength(chars[i..]);
            if (next == i + 1 && chars[i] < _stays.Length && _stays[chars[i]]) changes?.Add(new Change(chars[i], 0));
            else if (!TryReplace(chars, i, next, ref changes)) ReplaceEach(chars, i, next, ref changes);
        }

        if (changes is null) return;
        text.BeginChange();
        foreach (var change in changes) text.Put(change.CodePoint, change.Replaced);
        text.EndChange();
    }

    // An ASCII character before another one is a grapheme, unless the two are a line break.
    private static int GraphemeLength(ReadOnlySpan<char> text) =>
        text[0] < 0x80 && text[0] != '\r' && (text.Length == 1 || text[1] < 0x80) ? 1 : StringInfo.GetNextTextElementLength(text);

    private void ReplaceEach(ReadOnlySpan<char> chars, int start, int end, ref List<Change>? changes)
    {
        for (int width; start < end; start += width)
        {
            width = CodePoint.Read(chars, start, out int c);
            if (!TryReplace(chars, start, start + width, ref changes)) changes?.Add(new Change(c, 0));
        }
    }

    private bool TryReplace(ReadOnlySpan<char> chars, int start, int end, ref List<Change>? changes)
    {
        if (end - start > LongestGrapheme) return false;
        Span<byte> utf8 = stackalloc byte[3 * LongestGrapheme];
        int length = Encoding.UTF8.GetBytes(chars[start..end], utf8);
        if (length > LongestGrapheme || !_map.TryShortest(utf8[..length], out var replacement)) return false;
        changes ??= Unchanged(chars[..start]);
        int more = -CodePoint.Count(chars[start..end]);
        for (; !replacement.IsEmpty; more++)
        {
            Rune.DecodeFromUtf8(replacement, out var character, out int width);
            changes.Add(new Change(character.Value, 0));
            replacement = replacement[width..];
        }

        for (int k = 1; k <= more; k++) changes[^k] = changes[^k] with { Replaced = 1 };
        // What replaces fewer characters takes the others along with its last one; at the start of the text there may be none to do so.
        if (more < 0 && changes.Count > 0) changes[^1] = changes[^1] with { Replaced = changes[^1].Replaced + more };
        return true;
    }

    private static List<Change> Unchanged(ReadOnlySpan<char> text)
    {
        var changes = new List<Change>(text.Length + 64);
        for (int i = 0; i < text.Length;)
        {
            i += CodePoint.Read(text, i, out int c);
            changes.Add(new Change(c, 0));
        }

        return changes;
    }

    // A code point of the result, and what it replaces, as NormalizedText counts it.
    private readonly record struct Change(int CodePoint, int Replaced);
}
