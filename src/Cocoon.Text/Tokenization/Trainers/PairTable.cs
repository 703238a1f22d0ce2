namespace Cocoon.Text;

/// <summary>How often each pair of neighboring symbols occurs, and in which words it came up since it was last queued.</summary>
internal sealed class PairTable
{
    private readonly Dictionary<ulong, int> _index = [];
    private readonly List<ulong> _pairs = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<int, List<int>> _fresh = [];
    private readonly List<int> _touched = [];

    /// <summary>The pair's number; new pairs get the next one.</summary>
    public int IndexOf(int left, int right)
    {
        ulong pair = (ulong)left << 32 | (uint)right;
        if (_index.TryGetValue(pair, out int index)) return index;
        _index.Add(pair, index = _pairs.Count);
        _pairs.Add(pair);
        _counts.Add(0);
        return index;
    }

    /// <summary>Left symbol in the upper half, right symbol in the lower: pairs compare as numbers.</summary>
    public ulong PairAt(int index) => _pairs[index];

    /// <summary>Occurrences of a pair.</summary>
    public long CountAt(int index) => _counts[index];

    /// <summary>Changes the number of occurrences; one that grew is remembered with its word. Words must come in ascending order between two drains.</summary>
    public void Change(int left, int right, int word, long change)
    {
        int index = IndexOf(left, right);
        _counts[index] += change;
        if (change <= 0) return;
        if (!_fresh.TryGetValue(index, out var words))
        {
            _fresh.Add(index, words = []);
            _touched.Add(index);
        }

        if (words.Count == 0 || words[^1] != word) words.Add(word);
    }

    /// <summary>Hands out the pairs that grew, with their words, in the order in which they first did, and forgets them.</summary>
    public void Drain(Action<int, int[]> take)
    {
        foreach (int index in _touched)
            if (_counts[index] > 0) take(index, [.. _fresh[index]]);
        _fresh.Clear();
        _touched.Clear();
    }
}
