using System.Runtime.InteropServices;

namespace Cocoon.Text;

/// <summary>The words of a corpus as rows of symbols (token ids) that merges shorten in place.</summary>
internal sealed class SymbolWords
{
    private readonly List<int> _symbols = [];
    private readonly List<int> _starts = [];
    private readonly List<int> _lengths = [];
    private readonly List<long> _counts = [];

    /// <summary>Spells each word with one-character tokens; characters without a token are left out.</summary>
    public SymbolWords(WordCounts words, IReadOnlyDictionary<string, int> ids, Spelling spelling)
    {
        var begin = new Dictionary<int, int>();
        var continues = new Dictionary<int, int>();
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < words.Distinct; i++)
        {
            int start = _symbols.Count;
            bool first = true;
            foreach (var rune in words.WordAt(i).EnumerateRunes())
            {
                if (spelling.Bytes) foreach (byte b in utf8[..rune.EncodeToUtf8(utf8)]) Add(Lookup(begin, ByteCharacters.Of(b), "", ids));
                else Add(Lookup(first ? begin : continues, rune.Value, first ? "" : spelling.Prefix, ids));
                first = false;
            }

            // A word of one symbol has no pairs; it needs no row.
            if (_symbols.Count - start < 2)
            {
                _symbols.RemoveRange(start, _symbols.Count - start);
                continue;
            }

            _starts.Add(start);
            _lengths.Add(_symbols.Count - start);
            _counts.Add(words.CountAt(i));
        }
    }

    /// <summary>Number of words.</summary>
    public int Count => _starts.Count;

    /// <summary>How many times a word occurs.</summary>
    public long CountOf(int word) => _counts[word];

    /// <summary>The symbols of a word.</summary>
    public Span<int> this[int word] => CollectionsMarshal.AsSpan(_symbols).Slice(_starts[word], _lengths[word]);

    /// <summary>Records that a word has become shorter.</summary>
    public void Shorten(int word, int length) => _lengths[word] = length;

    private void Add(int id)
    {
        if (id >= 0) _symbols.Add(id);
    }

    private static int Lookup(Dictionary<int, int> known, int codePoint, string prefix, IReadOnlyDictionary<string, int> ids)
    {
        if (known.TryGetValue(codePoint, out int id)) return id;
        id = ids.TryGetValue(prefix + char.ConvertFromUtf32(codePoint), out int found) ? found : -1;
        known.Add(codePoint, id);
        return id;
    }
}
