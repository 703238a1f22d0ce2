namespace Cocoon.Text;

/// <summary>The four normalization forms of Unicode: NFC, NFD, NFKC, NFKD.</summary>
/// <remarks>
/// Unicode Standard Annex 15, with the reference library's tables and its bookkeeping: marks are sorted together with the change that they stand
/// for, so a mark may get its neighbor's offsets; so here.
/// </remarks>
internal sealed class UnicodeNormalizer(bool compatible, bool composes) : ITextNormalizer
{
    private readonly record struct Element(int CodePoint, int Class, int Change);

    public void Normalize(NormalizedText text)
    {
        if (!text.Chars.ContainsAnyExceptInRange('\0', '\x7F')) return;
        var decomposed = Decompose(text.Chars);
        text.BeginChange();
        if (composes) Compose(decomposed, text);
        else foreach (var element in decomposed) text.Put(element.CodePoint, element.Change);
        text.EndChange();
    }

    private List<Element> Decompose(ReadOnlySpan<char> chars)
    {
        var unicode = UnicodeTable.Instance;
        var elements = new List<Element>(chars.Length + 16);
        int pending = 0;
        for (int i = 0; i < chars.Length;)
        {
            i += CodePoint.Read(chars, i, out int c);
            if (Hangul.IsSyllable(c))
            {
                var (leading, vowel, trailing) = Hangul.Decompose(c);
                Add(leading, 0);
                Add(vowel, 1);
                if (trailing != 0) Add(trailing, 1);
            }
            else if ((compatible && unicode.Compatible.TryGetValue(c, out int[]? parts)) || unicode.Decompositions.TryGetValue(c, out parts))
                for (int k = 0; k < parts.Length; k++) Add(parts[k], k == 0 ? 0 : 1);
            else Add(c, 0);
        }

        Sort(elements, pending);
        return elements;

        void Add(int codePoint, int change)
        {
            int combining = codePoint < 0x300 ? 0 : unicode.CombiningClasses.GetValueOrDefault(codePoint);
            if (combining == 0)
            {
                Sort(elements, pending);
                pending = elements.Count;
            }

            elements.Add(new Element(codePoint, combining, change));
        }
    }

    // From the starter at pending on; equal classes keep their order.
    private static void Sort(List<Element> elements, int pending)
    {
        int count = elements.Count - pending;
        if (count < 2) return;
        var sorted = elements.GetRange(pending, count).OrderBy(element => element.Class).ToList();
        for (int i = 0; i < count; i++) elements[pending + i] = sorted[i];
    }

    private static void Compose(List<Element> elements, NormalizedText text)
    {
        var (starter, hasStarter, lastClass) = (default(Element), false, -1);
        var waiting = new List<Element>();
        foreach (var element in elements)
        {
            if (!hasStarter)
            {
                if (element.Class != 0) text.Put(element.CodePoint, element.Change);
                else (starter, hasStarter) = (element, true);
                continue;
            }

            bool blocked = lastClass >= 0 && lastClass >= element.Class;
            int composed = blocked ? -1 : Composition.Compose(starter.CodePoint, element.CodePoint);
            if (composed >= 0)
            {
                starter = new Element(composed, 0, starter.Change + element.Change - 1);
                continue;
            }

            if (element.Class != 0)
            {
                waiting.Add(element);
                lastClass = element.Class;
                continue;
            }

            Flush();
            (starter, lastClass) = (element, -1);
        }

        if (hasStarter) Flush();

        void Flush()
        {
            text.Put(starter.CodePoint, starter.Change);
            foreach (var mark in waiting) text.Put(mark.CodePoint, mark.Change);
            waiting.Clear();
        }
    }
}
