namespace Cocoon.Text;

/// <summary>Finds the longest piece of a vocabulary that a text starts with, one hash probe a character.</summary>
/// <remarks>Two trees in one table of edges: pieces that begin a word, and pieces that continue one (stored without their prefix).</remarks>
internal sealed class PieceTrie
{
    private const int BeginRoot = 0, ContinueRoot = 1;
    private readonly ulong[] _keys;      // (node << 16 | character) + 1; 0 is free
    private readonly int[] _children;
    private readonly int _shift;
    private int[] _pieces = [-1, -1];    // piece that ends at a node, or −1
    private int _nodes = 2;

    /// <param name="vocabulary">The pieces in the order of their ids; null where an id has none.</param>
    /// <param name="prefix">What marks a piece that continues a word.</param>
    /// <param name="beginsWithPrefix">Whether a word may begin with a piece that is written with the prefix: where words may contain it.</param>
    public PieceTrie(IReadOnlyList<string?> vocabulary, string prefix = WordPieceTokenizer.ContinuingPrefix, bool beginsWithPrefix = false)
    {
        long characters = vocabulary.Sum(token => token is null ? 0L : token.Length * (beginsWithPrefix && token.StartsWith(prefix, StringComparison.Ordinal) ? 2L : 1L));
        int bits = 4;
        while (1L << bits < 2 * characters) bits++;
        _keys = new ulong[1 << bits];
        _children = new int[1 << bits];
        _shift = 64 - bits;
        for (int id = 0; id < vocabulary.Count; id++)
        {
            if (vocabulary[id] is not { } token) continue;
            bool continues = token.StartsWith(prefix, StringComparison.Ordinal);
            if (continues) Add(ContinueRoot, token.AsSpan(prefix.Length), id);
            if (!continues || beginsWithPrefix) Add(BeginRoot, token, id);
        }
    }

    /// <summary>The longest piece at the start of <paramref name="text"/>, or −1.</summary>
    /// <param name="text">The rest of a word.</param>
    /// <param name="continues">Whether something of the word came before.</param>
    /// <param name="length">Code units of the piece.</param>
    public int Longest(ReadOnlySpan<char> text, bool continues, out int length)
    {
        int node = continues ? ContinueRoot : BeginRoot;
        int best = -1;
        length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int slot = Find(node, text[i]);
            if (_keys[slot] == 0) break;
            node = _children[slot];
            if (_pieces[node] < 0) continue;
            best = _pieces[node];
            length = i + 1;
        }

        return best;
    }

    private void Add(int node, ReadOnlySpan<char> piece, int id)
    {
        if (piece.IsEmpty) return;
        foreach (char c in piece)
        {
            int slot = Find(node, c);
            if (_keys[slot] == 0)
            {
                _keys[slot] = Key(node, c);
                _children[slot] = _nodes;
                if (_nodes == _pieces.Length) Array.Resize(ref _pieces, 2 * _nodes);
                _pieces[_nodes++] = -1;
            }

            node = _children[slot];
        }

        _pieces[node] = id;
    }

    private static ulong Key(int node, char c) => ((ulong)node << 16 | c) + 1;

    private int Find(int node, char c)
    {
        ulong key = Key(node, c);
        int slot = (int)(key * 0x9E3779B97F4A7C15UL >> _shift);
        while (_keys[slot] != key && _keys[slot] != 0) slot = (slot + 1) & (_keys.Length - 1);
        return slot;
    }
}
