namespace Cocoon.Text;

/// <summary>Single code points that satisfy a condition.</summary>
internal sealed class CharacterPattern(Func<int, bool> condition) : ITextPattern
{
    /// <summary>Code points of a class.</summary>
    public static CharacterPattern Of(CharacterClass kind)
    {
        var classes = CharacterClasses.Instance;
        return new CharacterPattern(c => classes.Is(c, kind));
    }

    public void Find(ReadOnlySpan<char> text, List<PatternMatch> matches)
    {
        int last = 0;
        for (int i = 0; i < text.Length;)
        {
            int next = i + CodePoint.Read(text, i, out int c);
            if (condition(c))
            {
                if (last < i) matches.Add(new PatternMatch(last, i, false));
                matches.Add(new PatternMatch(i, next, true));
                last = next;
            }

            i = next;
        }

        if (last < text.Length) matches.Add(new PatternMatch(last, text.Length, false));
    }
}
