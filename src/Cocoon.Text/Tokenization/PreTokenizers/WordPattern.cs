namespace Cocoon.Text;

/// <summary>Runs of word characters, and runs of what is neither that nor white space: the expression \w+|[^\w\s]+.</summary>
internal sealed class WordPattern : ITextPattern
{
    private readonly CharacterClasses _classes = CharacterClasses.Instance;

    public void Find(ReadOnlySpan<char> text, List<PatternMatch> matches)
    {
        int start = 0;
        var run = CharacterClass.None;
        for (int i = 0; i < text.Length;)
        {
            int width = CodePoint.Read(text, i, out int c);
            var kind = _classes[c] & (CharacterClass.Word | CharacterClass.Space);
            if (kind != run && start < i) matches.Add(new PatternMatch(start, i, run != CharacterClass.Space));
            if (kind != run) (start, run) = (i, kind);
            i += width;
        }

        if (start < text.Length) matches.Add(new PatternMatch(start, text.Length, run != CharacterClass.Space));
    }
}
