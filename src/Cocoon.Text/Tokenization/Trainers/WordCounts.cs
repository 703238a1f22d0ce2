namespace Cocoon.Text;

/// <summary>Counts words in bounded memory; which words are dropped depends only on the words and their order.</summary>
internal sealed class WordCounts(int maxDistinct)
{
    private const int BlockBits = 18;

    // Words average six letters; text without spaces must not take more memory than this many characters a word.
    private const int CharsPerWord = 16;

    private List<char[]> _blocks = [];
    private int _blockUsed = 1 << BlockBits;     // the first word begins the first block
    private long _chars;
    private int[] _slots = new int[1 << 12];     // entry + 1; 0 is free
    private Entry[] _entries = new Entry[1 << 11];

    private record struct Entry(long Count, int Block, int Start, int Length, uint Hash);

    /// <summary>Number of different words kept.</summary>
    public int Distinct { get; private set; }

    /// <summary>Number of words dropped so far.</summary>
    public long Pruned { get; private set; }

    /// <summary>Takes over how many words were dropped before; those that were kept are to be added.</summary>
    public void Restore(long pruned) => Pruned = pruned;

    /// <summary>A word, in order of first occurrence.</summary>
    public ReadOnlySpan<char> WordAt(int index) => TextOf(_entries[index]);

    /// <summary>How many times a word was counted.</summary>
    public long CountAt(int index) => _entries[index].Count;

    /// <summary>Counts a word <paramref name="times"/> more; at most 2^18 characters.</summary>
    public void Add(ReadOnlySpan<char> word, long times = 1)
    {
        uint hash = 2166136261;
        foreach (char c in word) hash = (hash ^ c) * 16777619;
        int slot = Find(word, hash);
        if (_slots[slot] != 0)
        {
            _entries[_slots[slot] - 1].Count += times;
            return;
        }

        Insert(slot, word, times, hash);
        if (Distinct > maxDistinct || _chars > (long)CharsPerWord * maxDistinct + (1 << BlockBits)) Prune();
    }

    private int Find(ReadOnlySpan<char> word, uint hash)
    {
        int mask = _slots.Length - 1;
        int slot = (int)(hash * 0x9E3779B1U >> 7) & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            ref readonly Entry entry = ref _entries[_slots[slot] - 1];
            if (entry.Hash == hash && TextOf(entry).SequenceEqual(word)) break;
        }

        return slot;
    }

    private ReadOnlySpan<char> TextOf(in Entry entry) => _blocks[entry.Block].AsSpan(entry.Start, entry.Length);

    private void Insert(int slot, ReadOnlySpan<char> word, long times, uint hash)
    {
        if (_blockUsed + word.Length > 1 << BlockBits)
        {
            _blocks.Add(new char[1 << BlockBits]);
            _blockUsed = 0;
        }

        word.CopyTo(_blocks[^1].AsSpan(_blockUsed));
        if (Distinct == _entries.Length) Array.Resize(ref _entries, 2 * Distinct);
        _entries[Distinct] = new Entry(times, _blocks.Count - 1, _blockUsed, word.Length, hash);
        _slots[slot] = ++Distinct;
        _blockUsed += word.Length;
        _chars += word.Length;
        if (2 * Distinct > _slots.Length) Rehash(2 * _slots.Length);
    }

    private void Rehash(int size)
    {
        _slots = new int[size];
        for (int i = 0; i < Distinct; i++) _slots[Find(TextOf(_entries[i]), _entries[i].Hash)] = i + 1;
    }

    /// <summary>Drops the rarest words, all of the same count together, until at most half of the room is used.</summary>
    private void Prune()
    {
        var sizes = new SortedDictionary<long, (int Words, long Chars)>();
        for (int i = 0; i < Distinct; i++)
        {
            var (words, chars) = sizes.GetValueOrDefault(_entries[i].Count);
            sizes[_entries[i].Count] = (words + 1, chars + _entries[i].Length);
        }

        var (leftWords, leftChars, threshold) = (Distinct, _chars, 0L);
        foreach (var (count, (words, chars)) in sizes)
        {
            if (leftWords <= maxDistinct / 2 && leftChars <= (long)CharsPerWord * maxDistinct / 2) break;
            (leftWords, leftChars, threshold) = (leftWords - words, leftChars - chars, count);
        }

        Keep(threshold);
    }

    private void Keep(long above)
    {
        var (blocks, entries, distinct) = (_blocks, _entries, Distinct);
        (_blocks, _entries, Distinct, _blockUsed, _chars) = ([], new Entry[entries.Length], 0, 1 << BlockBits, 0);
        Array.Clear(_slots);
        for (int i = 0; i < distinct; i++)
        {
            var entry = entries[i];
            if (entry.Count <= above) continue;
            var word = blocks[entry.Block].AsSpan(entry.Start, entry.Length);
            Insert(Find(word, entry.Hash), word, entry.Count, entry.Hash);
        }

        Pruned += distinct - Distinct;
    }
}
