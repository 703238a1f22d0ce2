namespace Cocoon.Text;

/// <summary>Puts a run of combining marks into canonical order, when one of them survives the stripping of accents.</summary>
/// <remarks>
/// Rare (Indic signs, musical symbols): nearly all marks of a non-zero combining class are dropped, and then their order does not matter.
/// The reference assigns the run's places in the original by position after sorting, so a mark may get its neighbor's offsets; so here.
/// Takes time n log n in the length of the run.
/// </remarks>
internal sealed class MarkRun(CharacterActions actions)
{
    private readonly List<Part> _parts = [];
    private readonly List<Element> _kept = [];
    private readonly List<(int Start, int End)> _places = [];

    /// <summary>A code point of the result and the characters of the original that it stands for.</summary>
    public readonly record struct Element(int CodePoint, int Start, int End);

    // An addition shares the place of the part before it, as the second half of a decomposed letter does.
    private readonly record struct Part(int CodePoint, int Class, bool IsAddition);

    /// <summary>Number of code points in the result.</summary>
    public int Count => _kept.Count;

    /// <summary>A code point of the result.</summary>
    public Element this[int index] => _kept[index];

    /// <summary>Orders the run that the code point at <paramref name="at"/> belongs to or starts; returns the index after the run.</summary>
    public int Gather(ReadOnlySpan<char> text, int at)
    {
        _parts.Clear();
        _kept.Clear();
        _places.Clear();
        int i = RunStart(text, at);
        bool begunBefore = i < at;
        while (i < text.Length)
        {
            int width = CodePoint.Read(text, i, out int codePoint);
            int[] parts = actions.Decompose(codePoint);
            bool removed = actions.IsRemoved(codePoint);
            if (i > at && !removed && actions.CombiningClass(parts[0]) == 0) break;
            if (!removed) Take(parts, i, i + width);
            i += width;
        }

        Order(begunBefore);
        return i;
    }

    private void Take(int[] parts, int start, int end)
    {
        for (int k = 0; k < parts.Length; k++) _parts.Add(new Part(parts[k], actions.CombiningClass(parts[k]), IsAddition: k > 0));
        _places.Add((start, end));
    }

    private void Order(bool begunBefore)
    {
        int starters = _parts.FindLastIndex(part => part.Class == 0) + 1;
        long[] keys = new long[_parts.Count - starters];
        for (int k = 0; k < keys.Length; k++) keys[k] = (long)_parts[starters + k].Class << 32 | (uint)k;
        Array.Sort(keys);
        int place = 0;
        for (int k = 0; k < _parts.Count; k++)
        {
            var part = k < starters ? _parts[k] : _parts[starters + (int)(uint)keys[k - starters]];
            if (!part.IsAddition) place++;
            if ((k < starters && begunBefore) || actions.IsNonspacing(part.CodePoint)) continue;
            var (start, end) = place > 0 ? _places[place - 1] : (0, 0);
            foreach (int c in actions.Lower(part.CodePoint)) _kept.Add(new Element(c, start, end));
        }
    }

    private int RunStart(ReadOnlySpan<char> text, int at)
    {
        CodePoint.Read(text, at, out int first);
        if (actions.CombiningClass(actions.Decompose(first)[0]) == 0) return at;
        int start = at;
        for (int i = at; i > 0;)
        {
            i -= CodePoint.ReadBefore(text, i, out int codePoint);
            if (actions.IsRemoved(codePoint)) continue;
            int[] parts = actions.Decompose(codePoint);
            if (actions.CombiningClass(parts[^1]) == 0) break;
            start = i;
            if (actions.CombiningClass(parts[0]) == 0) break;
        }

        return start;
    }
}
