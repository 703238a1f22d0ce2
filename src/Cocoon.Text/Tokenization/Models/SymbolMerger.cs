namespace Cocoon.Text;

/// <summary>Merges the symbols of one word until no pair merges any more: always the pair of the smallest rank, the leftmost of equals.</summary>
/// <remarks>Sennrich et al. 2016, arXiv:1508.07909. Short words are searched through; long ones take time n log n. Reusable; not thread-safe.</remarks>
internal sealed class SymbolMerger(MergeTable merges)
{
    private const int ShortWord = 40;
    private readonly PriorityQueue<int, long> _queue = new();   // position, by rank << 32 | position
    private int[] _ids = new int[64], _lengths = new int[64], _ranks = new int[64], _merged = new int[64], _previous = new int[64];

    /// <summary>Number of symbols.</summary>
    public int Count { get; private set; }

    /// <summary>Ids of the symbols.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>Bytes that each symbol stands for.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Adds a symbol at the end.</summary>
    public void Add(int id, int length)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, 2 * Count);
            Array.Resize(ref _lengths, 2 * Count);
            (_ranks, _merged, _previous) = (new int[2 * Count], new int[2 * Count], new int[2 * Count]);
        }

        (_ids[Count], _lengths[Count]) = (id, length);
        Count++;
    }

    /// <summary>Merges what can be merged.</summary>
    public void Merge()
    {
        if (Count < 2) return;
        for (int i = 0; i + 1 < Count; i++) _ranks[i] = merges.Rank(_ids[i], _ids[i + 1], out _merged[i]);
        _ranks[Count - 1] = MergeTable.Never;
        if (Count <= ShortWord) MergeShort();
        else MergeLong();
    }

    private void MergeShort()
    {
        while (true)
        {
            int best = 0;
            for (int i = 1; i < Count; i++) if (_ranks[i] < _ranks[best]) best = i;
            if (_ranks[best] == MergeTable.Never) return;
            _ids[best] = _merged[best];
            _lengths[best] += _lengths[best + 1];
            int moved = Count - best - 2;
            Array.Copy(_ids, best + 2, _ids, best + 1, moved);
            Array.Copy(_lengths, best + 2, _lengths, best + 1, moved);
            Array.Copy(_ranks, best + 2, _ranks, best + 1, moved);
            Array.Copy(_merged, best + 2, _merged, best + 1, moved);
            Count--;
            _ranks[best] = best + 1 < Count ? merges.Rank(_ids[best], _ids[best + 1], out _merged[best]) : MergeTable.Never;
            if (best > 0) _ranks[best - 1] = merges.Rank(_ids[best - 1], _ids[best], out _merged[best - 1]);
        }
    }

    // A merged symbol keeps the place of its left part; the place of its right part is dead (length 0). The next symbol of a place is where its bytes
    // end, so places are kept in a list by neighbors: _previous, and the next in _next.
    private void MergeLong()
    {
        int[] next = _merged;   // what a pair becomes is looked up again when its turn comes
        _queue.Clear();
        for (int i = 0; i < Count; i++)
        {
            if (_ranks[i] != MergeTable.Never) _queue.Enqueue(i, (long)_ranks[i] << 32 | (uint)i);
            (next[i], _previous[i]) = (i + 1, i - 1);
        }

        int total = Count;
        while (_queue.TryDequeue(out int at, out long key))
        {
            if (_lengths[at] == 0 || _ranks[at] != (int)(key >> 32)) continue;
            int right = next[at];
            merges.Rank(_ids[at], _ids[right], out int merged);
            (_ids[at], _lengths[at], next[at]) = (merged, _lengths[at] + _lengths[right], next[right]);
            _lengths[right] = 0;
            if (next[at] < total) _previous[next[at]] = at;
            Enqueue(at);
            if (_previous[at] >= 0) Enqueue(_previous[at]);
        }

        Count = 0;
        for (int i = 0; i < total; i = next[i]) (_ids[Count], _lengths[Count++]) = (_ids[i], _lengths[i]);

        void Enqueue(int at)
        {
            _ranks[at] = next[at] < total ? merges.Rank(_ids[at], _ids[next[at]], out _) : MergeTable.Never;
            if (_ranks[at] != MergeTable.Never) _queue.Enqueue(at, (long)_ranks[at] << 32 | (uint)at);
        }
    }
}
