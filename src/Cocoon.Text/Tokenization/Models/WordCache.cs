namespace Cocoon.Text;

/// <summary>Remembers the pieces of recent short words: a fixed table where a word replaces the one that was in its place.</summary>
internal sealed class WordCache
{
    private const int Bits = 14, MaxChars = 20, MaxPieces = 6;
    private readonly char[] _chars = new char[(1 << Bits) * MaxChars];
    private readonly int[] _pieces = new int[(1 << Bits) * MaxPieces];
    private readonly byte[] _lengths = new byte[1 << Bits], _counts = new byte[1 << Bits];
    private byte[]? _spans;   // start and end of each piece

    /// <summary>The place of a word in the table, or −1 if it is too long to be remembered.</summary>
    public static int SlotOf(ReadOnlySpan<char> word)
    {
        if (word.Length > MaxChars) return -1;
        uint hash = 2166136261;
        foreach (char c in word) hash = (hash ^ c) * 16777619;
        return (int)(hash * 0x9E3779B1U >> (32 - Bits));
    }

    /// <summary>The pieces of <paramref name="word"/>, or empty if they are not remembered.</summary>
    public ReadOnlySpan<int> Find(int slot, ReadOnlySpan<char> word) =>
        _lengths[slot] == word.Length && word.SequenceEqual(_chars.AsSpan(slot * MaxChars, word.Length))
            ? _pieces.AsSpan(slot * MaxPieces, _counts[slot])
            : default;

    /// <summary>Appends the parts of the word that its pieces stand for, if they were stored.</summary>
    public void AddSpans(int slot, List<TokenSpan> spans)
    {
        for (int i = 0; i < _counts[slot]; i++)
        {
            int at = 2 * (slot * MaxPieces + i);
            spans.Add(new TokenSpan(_spans![at], _spans[at + 1]));
        }
    }

    /// <summary>Remembers a word with the parts that its pieces stand for, unless it has too many pieces.</summary>
    public void Store(int slot, ReadOnlySpan<char> word, ReadOnlySpan<int> pieces, ReadOnlySpan<TokenSpan> spans)
    {
        if (pieces.Length > MaxPieces) return;
        _spans ??= new byte[2 * _pieces.Length];
        for (int i = 0; i < spans.Length; i++)
        {
            int at = 2 * (slot * MaxPieces + i);
            (_spans[at], _spans[at + 1]) = ((byte)spans[i].Start, (byte)spans[i].End);
        }

        Store(slot, word, pieces);
    }

    /// <summary>Remembers a word, unless it has too many pieces.</summary>
    public void Store(int slot, ReadOnlySpan<char> word, ReadOnlySpan<int> pieces)
    {
        if (pieces.Length > MaxPieces) return;
        word.CopyTo(_chars.AsSpan(slot * MaxChars));
        pieces.CopyTo(_pieces.AsSpan(slot * MaxPieces));
        _lengths[slot] = (byte)word.Length;
        _counts[slot] = (byte)pieces.Length;
    }
}
