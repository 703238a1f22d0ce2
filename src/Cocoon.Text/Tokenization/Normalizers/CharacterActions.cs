using System.Collections.Concurrent;

namespace Cocoon.Text;

/// <summary>What to do with each code point under given options, in one lookup: kind in the upper byte, a code point or an index below.</summary>
/// <remarks>
/// Cleaning, Chinese characters, accents, lower case, white space and punctuation are all decided code point by code point,
/// so the whole chain is folded into one table when the first tokenizer of its kind is made. Only the order of combining marks that are
/// kept depends on neighbors (<see cref="Mark"/>).
/// </remarks>
internal sealed class CharacterActions
{
    public const uint Letter = 0, Skip = 1, Space = 2, Alone = 3, Sequence = 4, Hangul = 5, Mark = 6;

    private const int PageBits = 7;
    private static readonly ConcurrentDictionary<(bool, bool, bool, bool), CharacterActions> s_known = new();
    private readonly uint[]?[] _pages = new uint[0x110000 >> PageBits][];
    private readonly List<int[]> _sequences = [];
    private readonly HashSet<int> _nonspacing = [], _punctuation = [], _space = [];
    private readonly UnicodeTable _unicode = UnicodeTable.Instance;
    private readonly WordPieceOptions _options;

    private CharacterActions(WordPieceOptions options)
    {
        _options = options;
        Collect('M', _nonspacing);
        Collect('P', _punctuation);
        Collect('S', _space);
        foreach (int c in _punctuation) Set(c, Alone, c);
        foreach (int c in _space) Set(c, Space, 0);
        if (options.Lowercase) foreach (int c in _unicode.Lowercase.Keys) Resolve(c);
        if (options.StripsAccents) AddDecompositions();
        if (options.SeparateChinese) SetRanges('H', c => Alone << 24 | (this[c] & 0xFFFFFF)); // every one has one result
        if (options.CleanText) SetRanges('D', _ => Skip << 24);
    }

    /// <summary>The table of some options; it is made once and kept.</summary>
    public static CharacterActions Of(WordPieceOptions options) => s_known.GetOrAdd(
        (options.Lowercase, options.StripsAccents, options.SeparateChinese, options.CleanText), static (_, given) => new CharacterActions(given), options);

    /// <summary>The kind (shifted by 24) and value of a code point.</summary>
    public uint this[int codePoint] =>
        _pages[codePoint >> PageBits] is { } page ? page[codePoint & ((1 << PageBits) - 1)] : (uint)codePoint;

    /// <summary>Kind of an entry.</summary>
    public static uint Kind(uint entry) => entry >> 24;

    /// <summary>Code point or index of an entry.</summary>
    public static int Value(uint entry) => (int)(entry & 0xFFFFFF);

    /// <summary>The code points of a <see cref="Sequence"/>.</summary>
    public ReadOnlySpan<int> SequenceAt(int index) => _sequences[index];

    public bool IsPunctuation(int codePoint) => _punctuation.Contains(codePoint);

    public bool IsNonspacing(int codePoint) => _nonspacing.Contains(codePoint);

    public int CombiningClass(int codePoint) => _unicode.CombiningClasses.GetValueOrDefault(codePoint);

    /// <summary>True if cleaning takes the code point away, before anything else looks at it.</summary>
    public bool IsRemoved(int codePoint) =>
        Kind(this[codePoint]) == Skip && !_nonspacing.Contains(codePoint) && !_unicode.Decompositions.ContainsKey(codePoint);

    /// <summary>Canonical decomposition of a code point, itself if it has none.</summary>
    public int[] Decompose(int c) => _unicode.Decompositions.TryGetValue(c, out int[]? parts) ? parts : [c];

    /// <summary>Small letters of a code point, itself if capitals stay.</summary>
    public int[] Lower(int c) => _options.Lowercase && _unicode.Lowercase.TryGetValue(c, out int[]? lower) ? lower : [c];

    private void AddDecompositions()
    {
        foreach (int c in _unicode.Decompositions.Keys) Resolve(c);
        foreach (int c in _nonspacing) Set(c, Skip, 0);
        foreach (int c in _unicode.CombiningClasses.Keys) if (!_nonspacing.Contains(c)) Set(c, Mark, 0);
        for (int c = 0xAC00; c <= 0xD7A3; c++) Set(c, Hangul, c);
    }

    private void Resolve(int c)
    {
        if (_options.StripsAccents && Array.Exists(Decompose(c), part => CombiningClass(part) != 0 && !_nonspacing.Contains(part))) { Set(c, Mark, 0); return; }
        int[] mapped = Mapped(c);
        if (mapped.Length == 0) Set(c, Skip, 0);
        else if (mapped.Length == 1) Set(c, _space.Contains(mapped[0]) ? Space : _punctuation.Contains(mapped[0]) ? Alone : Letter, mapped[0]);
        else
        {
            Set(c, Sequence, _sequences.Count);
            _sequences.Add(mapped);
        }
    }

    private int[] Mapped(int c) => _options.StripsAccents
        ? [.. Decompose(c).Where(part => !_nonspacing.Contains(part)).SelectMany(Lower)]
        : Lower(c);

    private void Collect(char set, HashSet<int> into)
    {
        foreach (var (first, last) in _unicode.Ranges(set))
            for (int c = first; c <= last; c++) into.Add(c);
    }

    private void SetRanges(char set, Func<int, uint> entry)
    {
        foreach (var (first, last) in _unicode.Ranges(set))
            for (int c = first; c <= last; c++) Set(c, Kind(entry(c)), Value(entry(c)));
    }

    private void Set(int c, uint kind, int value) =>
        (_pages[c >> PageBits] ??= Letters(c >> PageBits))[c & ((1 << PageBits) - 1)] = kind << 24 | (uint)value;

    private static uint[] Letters(int page)
    {
        uint[] entries = new uint[1 << PageBits];
        for (int i = 0; i < entries.Length; i++) entries[i] = (uint)((page << PageBits) + i);
        return entries;
    }
}
