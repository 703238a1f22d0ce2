namespace Cocoon.Text;

/// <summary>The changes that normalizers are made of, with the reference library's alignment.</summary>
internal static class TextChanges
{
    /// <summary>Keeps the code points that satisfy a condition. A kept one takes the removed ones behind it along.</summary>
    public static void Filter(this NormalizedText text, Func<int, bool> keep)
    {
        var chars = text.Chars;
        int removed = 0, last = -1, kept = 0;
        bool begun = false;
        for (int i = 0; i < chars.Length;)
        {
            i += CodePoint.Read(chars, i, out int c);
            if (!keep(c))
            {
                removed++;
                continue;
            }

            if (!begun) text.BeginChange(removed);
            else text.Put(last, -removed);
            (begun, last, removed) = (true, c, 0);
            kept++;
        }

        if (!begun) text.BeginChange(removed);
        else text.Put(last, -removed);
        text.EndChange();
    }

    /// <summary>Exchanges code points one by one.</summary>
    public static void Map(this NormalizedText text, Func<int, int> map)
    {
        var chars = text.Chars;
        text.BeginChange();
        for (int i = 0; i < chars.Length;)
        {
            i += CodePoint.Read(chars, i, out int c);
            text.Put(map(c), 0);
        }

        text.EndChange();
    }

    /// <summary>Makes letters small; one capital may become several code points.</summary>
    public static void Lowercase(this NormalizedText text)
    {
        var table = UnicodeTable.Instance.Lowercase;
        var chars = text.Chars;
        text.BeginChange();
        for (int i = 0; i < chars.Length;)
        {
            i += CodePoint.Read(chars, i, out int c);
            if (!table.TryGetValue(c, out int[]? small)) text.Put(c, 0);
            else for (int k = 0; k < small.Length; k++) text.Put(small[k], k > 0 ? 1 : 0);
        }

        text.EndChange();
    }

    /// <summary>Puts a string before a text that is not empty; it shares the place of the first code point.</summary>
    public static void Prepend(this NormalizedText text, string prefix)
    {
        if (text.IsEmpty || prefix.Length == 0) return;
        int width = CodePoint.Read(text.Chars, 0, out int first);
        text.BeginChange(0, width, 0);
        for (int i = 0; i < prefix.Length;)
        {
            int change = i == 0 ? 0 : 1;
            i += CodePoint.Read(prefix, i, out int c);
            text.Put(c, change);
        }

        text.Put(first, 1);
        text.EndChange();
    }

    /// <summary>Removes white space at the ends.</summary>
    public static void Strip(this NormalizedText text, bool left, bool right)
    {
        var chars = text.Chars;
        var classes = CharacterClasses.Instance;
        int start = 0;
        while (left && start < chars.Length && classes.Is(chars[start], CharacterClass.Space)) start++; // no white space is a pair
        int trailing = chars.Length;
        while (right && trailing > 0 && classes.Is(chars[trailing - 1], CharacterClass.Space)) trailing--;
        int end = Math.Max(start, trailing);
        if (start == 0 && end == chars.Length) return;
        text.BeginChange(start);
        for (int i = start; i < end;)
        {
            i += CodePoint.Read(chars, i, out int c);
            text.Put(c, 0);
        }

        text.EndChange();
    }
}
