namespace Cocoon.Text;

/// <summary>A string, found from the left without overlaps.</summary>
internal sealed class StringPattern(string content) : ITextPattern
{
    public void Find(ReadOnlySpan<char> text, List<PatternMatch> matches)
    {
        int last = 0;
        while (text[last..].IndexOf(content) is >= 0 and int found)
        {
            if (found > 0) matches.Add(new PatternMatch(last, last + found, false));
            matches.Add(new PatternMatch(last + found, last + found + content.Length, true));
            last += found + content.Length;
        }

        if (last < text.Length) matches.Add(new PatternMatch(last, text.Length, false));
    }
}
