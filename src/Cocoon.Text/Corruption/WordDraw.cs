using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Uniform draws among the ids that are text.</summary>
internal readonly ref struct WordDraw
{
    /// <summary>Room that the special ids need.</summary>
    public const int MostSpecials = 4;

    private readonly ReadOnlySpan<int> _specials; // ascending
    private readonly int _words;

    /// <param name="vocabularySize">Number of ids V.</param>
    /// <param name="special">Which ids are never drawn.</param>
    /// <param name="room">Memory for <see cref="MostSpecials"/> ids.</param>
    /// <exception cref="ArgumentException">No id is text.</exception>
    public WordDraw(int vocabularySize, SpecialTokens special, Span<int> room)
    {
        int count = 0;
        foreach (int id in (ReadOnlySpan<int>)[special.Pad, special.Classify, special.Separate, special.Mask])
            if (id >= 0 && id < vocabularySize && !room[..count].Contains(id)) room[count++] = id;
        room[..count].Sort();
        _specials = room[..count];
        _words = vocabularySize - count;
        if (_words < 1) throw new ArgumentException($"A vocabulary of {vocabularySize} has no id besides the special ones.", nameof(vocabularySize));
    }

    /// <summary>Number <paramref name="index"/> of a stream as a word.</summary>
    public int Draw(RandomStream stream, ulong index)
    {
        int id = stream.Below(_words, index);
        foreach (int gap in _specials)
            if (id >= gap) id++;
        return id;
    }
}
