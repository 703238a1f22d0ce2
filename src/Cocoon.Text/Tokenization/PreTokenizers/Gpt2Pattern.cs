namespace Cocoon.Text;

/// <summary>GPT-2's words, found by hand: the expression <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.</summary>
/// <remarks>Radford et al. 2019, encoder.py. The words are the whole text: nothing lies between them.</remarks>
internal sealed class Gpt2Pattern : ITextPattern
{
    /// <summary>The expression, as tokenizer files write it.</summary>
    public const string Expression = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const CharacterClass Kinds = CharacterClass.Letter | CharacterClass.Number | CharacterClass.Space;
    private static readonly CharacterClasses s_classes = CharacterClasses.Instance;

    public void Find(ReadOnlySpan<char> text, List<PatternMatch> matches)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = EndOfWord(text, start);
            matches.Add(new PatternMatch(start, end, true));
            start = end;
        }
    }

    /// <summary>The end of the word that starts at <paramref name="start"/>.</summary>
    public static int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        int at = start;
        if (text[at] == '\'' && Contraction(text[(at + 1)..]) is > 0 and int letters) return at + 1 + letters;
        if (text[at] == ' ' && at + 1 < text.Length) at++;
        int width = CodePoint.Read(text, at, out int c);
        var kind = s_classes[c] & Kinds;
        if (kind == CharacterClass.Space) return EndOfSpace(text, start);
        for (at += width; at < text.Length; at += width)
        {
            width = CodePoint.Read(text, at, out c);
            if ((s_classes[c] & Kinds) != kind) break;
        }

        return at;
    }

    // The last space of several belongs to the word behind it.
    private static int EndOfSpace(ReadOnlySpan<char> text, int start)
    {
        int end = start + 1;
        while (end < text.Length && s_classes.Is(text[end], CharacterClass.Space)) end++;
        return end < text.Length && end > start + 1 ? end - 1 : end;
    }

    private static int Contraction(ReadOnlySpan<char> rest) => rest switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 1,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0,
    };
}
