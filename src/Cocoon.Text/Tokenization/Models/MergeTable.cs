namespace Cocoon.Text;

/// <summary>Which neighbors merge into which piece, and in which order: one hash probe a pair.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of pairs that do not merge: behind all others.</summary>
    public const int Never = int.MaxValue;

    private readonly ulong[] _keys;     // (left << 32 | right) + 1; 0 is free
    private readonly long[] _values;    // rank << 32 | merged
    private readonly int _shift;

    /// <param name="merges">Pairs and what they become, in the order of their ranks; of a pair that comes twice, the later place counts.</param>
    public MergeTable(IReadOnlyCollection<(int Left, int Right, int Merged)> merges)
    {
        int bits = 4;
        while (1L << bits < 2L * merges.Count) bits++;
        (_keys, _values, _shift) = (new ulong[1 << bits], new long[1 << bits], 64 - bits);
        int rank = 0;
        foreach (var (left, right, merged) in merges)
        {
            int slot = Find(Key(left, right));
            _keys[slot] = Key(left, right);
            _values[slot] = (long)rank++ << 32 | (uint)merged;
        }
    }

    /// <summary>The rank of a pair, the smallest first, or <see cref="Never"/>.</summary>
    public int Rank(int left, int right, out int merged)
    {
        ulong key = Key(left, right);
        int slot = Find(key);
        merged = (int)_values[slot];
        return _keys[slot] == key ? (int)(_values[slot] >> 32) : Never;
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32 | (uint)right) + 1;

    private int Find(ulong key)
    {
        int slot = (int)(key * 0x9E3779B97F4A7C15UL >> _shift);
        while (_keys[slot] != key && _keys[slot] != 0) slot = (slot + 1) & (_keys.Length - 1);
        return slot;
    }
}
