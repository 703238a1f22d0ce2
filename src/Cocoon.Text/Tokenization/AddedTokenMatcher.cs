using System.Buffers;

namespace Cocoon.Text;

/// <summary>Finds added tokens in a text: the leftmost first, the longest of those, without overlaps.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly List<AddedToken> _tokens = [];
    private readonly PieceTrie _trie;
    private readonly SearchValues<char> _firsts;
    private readonly CharacterClasses _classes = CharacterClasses.Instance;

    /// <param name="patterns">What to look for, and the token that it stands for.</param>
    public AddedTokenMatcher(IEnumerable<(string Pattern, AddedToken Token)> patterns)
    {
        var texts = new List<string>();
        foreach (var (pattern, token) in patterns)
        {
            if (pattern.Length == 0) continue;
            texts.Add(pattern);
            _tokens.Add(token);
        }

        _trie = new PieceTrie(texts, prefix: "", beginsWithPrefix: true);
        _firsts = SearchValues.Create([.. texts.Select(text => text[0]).Distinct()]);
    }

    /// <summary>A part of a text: an added token, or what lies between two (null).</summary>
    public readonly record struct Part(int Start, int End, AddedToken? Token);

    /// <summary>Encodes a part of a text, which begins there at a place.</summary>
    public delegate void PartEncoder<TState>(ReadOnlySpan<char> part, int start, TState state);

    /// <summary>Encodes a text with its added tokens: they become their ids, and what lies between them goes through <paramref name="encode"/>.</summary>
    /// <param name="parts">Room for the parts, the caller's: a warm call allocates nothing.</param>
    /// <param name="state">Handed through, so that <paramref name="encode"/> captures nothing.</param>
    public void Encode<TState>(ReadOnlySpan<char> text, List<Part> parts, IntList ids, List<TokenSpan>? offsets, TState state, PartEncoder<TState> encode)
    {
        parts.Clear();
        Find(text, parseSpecial: true, parts);
        foreach (var part in parts)
        {
            if (part.Token is null) encode(text[part.Start..part.End], part.Start, state);
            else
            {
                ids.Add(part.Token.Id);
                offsets?.Add(new TokenSpan(part.Start, part.End));
            }
        }
    }

    /// <summary>Adds the parts of a text in its order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parseSpecial">Whether special tokens are found, too.</param>
    /// <param name="parts">Receives the parts.</param>
    public void Find(ReadOnlySpan<char> text, bool parseSpecial, List<Part> parts)
    {
        int done = 0;
        for (int at = 0; at < text.Length;)
        {
            int found = text[at..].IndexOfAny(_firsts);
            if (found < 0) break;
            at += found;
            int index = _trie.Longest(text[at..], continues: false, out int length);
            if (index < 0)
            {
                at++;
                continue;
            }

            var token = _tokens[index];
            var (start, stop) = (at, at + length);
            at = stop;
            if ((token.Special && !parseSpecial) || (token.SingleWord && !IsAlone(text, start, stop))) continue;
            if (token.LeftStrip)
            {
                int left = start;
                while (left > 0 && _classes.Is(text[left - 1], CharacterClass.Space)) left--;
                start = Math.Max(left, done);
            }

            if (token.RightStrip) while (stop < text.Length && _classes.Is(text[stop], CharacterClass.Space)) stop++;
            if (done < start) parts.Add(new Part(done, start, null));
            parts.Add(new Part(start, stop, token));
            done = stop;
        }

        if (done < text.Length) parts.Add(new Part(done, text.Length, null));
    }

    private bool IsAlone(ReadOnlySpan<char> text, int start, int stop)
    {
        if (start > 0)
        {
            CodePoint.ReadBefore(text, start, out int before);
            if (_classes.Is(before, CharacterClass.Word)) return false;
        }

        if (stop == text.Length) return true;
        CodePoint.Read(text, stop, out int behind);
        return !_classes.Is(behind, CharacterClass.Word);
    }
}
