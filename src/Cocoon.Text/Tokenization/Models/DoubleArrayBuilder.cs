namespace Cocoon.Text;

/// <summary>Lays out a <see cref="DoubleArray"/>; the result depends on nothing but the keys.</summary>
/// <remarks>
/// Children go to the first place where all of them fit; places are searched in the last 16 blocks of 256 units only, so building takes time
/// in proportion to the keys.
/// </remarks>
internal sealed class DoubleArrayBuilder
{
    private const int BlockSize = 256, OpenBlocks = 16;

    private readonly (byte[] Key, int Value)[] _keys;
    private readonly Stack<(int Begin, int End, int Depth, int Node)> _open = [];
    private readonly List<byte> _labels = [];
    private uint[] _units = [];
    private Place[] _places = [];
    private readonly Dictionary<ulong, (int Begin, int End, int Depth, int Origin)>? _shared;
    private int _length;
    private int _free = -1;

    // A circular list of free units; IsBase: some node's children are counted from here.
    private struct Place
    {
        public int Next, Previous;
        public bool IsTaken, IsBase;
    }

    private DoubleArrayBuilder((byte[] Key, int Value)[] keys, bool shares) => (_keys, _shared) = (keys, shares ? [] : null);

    /// <summary>The tree of some keys.</summary>
    /// <param name="keys">Keys without the byte 0, none empty and none twice, in any order (they are sorted here), with values that are not negative.</param>
    /// <param name="shares">Lays out equal branches once, as Darts-clone does: worth its time where many keys have the same value.</param>
    public static DoubleArray Build((byte[] Key, int Value)[] keys, bool shares = false)
    {
        Array.Sort(keys, (a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        var builder = new DoubleArrayBuilder(keys, shares);
        builder.Run();
        return new DoubleArray(builder._units[..builder._length]);
    }

    private void Run()
    {
        AddBlock();
        Take(0);
        _units[0] = 0;
        _places[0].IsBase = true;
        if (_keys.Length > 0) _open.Push((0, _keys.Length, 0, 0));
        while (_open.TryPop(out var range)) Lay(range.Begin, range.End, range.Depth, range.Node);
    }

    /// <summary>Lays out the children of a node: the keys from begin to end agree in their first bytes.</summary>
    private void Lay(int begin, int end, int depth, int node)
    {
        if (TryShare(begin, end, depth, node)) return;
        _labels.Clear();
        for (int i = begin; i < end; i++)
        {
            byte label = depth < _keys[i].Key.Length ? _keys[i].Key[depth] : (byte)0;
            if (i == begin || label != _labels[^1]) _labels.Add(label);
        }

        int origin = FindBase(node);
        _places[origin].IsBase = true;
        PointTo(origin, node);
        _shared?.TryAdd(HashOf(begin, end, depth), (begin, end, depth, origin));
        int next = begin;
        foreach (byte label in _labels)
        {
            int child = origin ^ label;
            Take(child);
            if (label == 0)
            {
                _units[child] = DoubleArray.ValueMark | (uint)_keys[next++].Value;
                _units[node] |= DoubleArray.Ends;
                continue;
            }

            _units[child] = label;
            int first = next;
            while (next < end && _keys[next].Key[depth] == label) next++;
            _open.Push((first, next, depth + 1, child));
        }
    }

    private void PointTo(int origin, int node)
    {
        uint distance = (uint)(node ^ origin);
        _units[node] |= distance < 1u << 21 ? distance << 10 : distance << 2 | 1u << 9;
    }

    private bool TryShare(int begin, int end, int depth, int node)
    {
        if (_shared is null || !_shared.TryGetValue(HashOf(begin, end, depth), out var other)) return false;
        if (end - begin != other.End - other.Begin || !CanReach(node, other.Origin)) return false;
        for (int i = 0; i < end - begin; i++)
        {
            var (mine, theirs) = (_keys[begin + i], _keys[other.Begin + i]);
            if (mine.Value != theirs.Value || !mine.Key.AsSpan(depth).SequenceEqual(theirs.Key.AsSpan(other.Depth))) return false;
        }

        PointTo(other.Origin, node);
        if (_keys[begin].Key.Length == depth) _units[node] |= DoubleArray.Ends;
        return true;
    }

    private ulong HashOf(int begin, int end, int depth)
    {
        ulong hash = 14695981039346656037;
        for (int i = begin; i < end; i++)
        {
            foreach (byte b in _keys[i].Key.AsSpan(depth)) hash = (hash ^ b) * 1099511628211;
            hash = (hash ^ 0x100 ^ (ulong)_keys[i].Value << 9) * 1099511628211;
        }

        return hash;
    }

    private int FindBase(int node)
    {
        if (_free >= 0)
        {
            int at = _free;
            do
            {
                int origin = at ^ _labels[0];
                if (Fits(node, origin)) return origin;
                at = _places[at].Next;
            }
            while (at != _free);
        }

        int fresh = _length | (node & (BlockSize - 1)); // equal low bytes, so that the distance can be in units of 256
        AddBlock();
        return fresh;
    }

    private bool Fits(int node, int origin)
    {
        if (_places[origin].IsBase || !CanReach(node, origin)) return false;
        foreach (byte label in _labels)
            if (_places[origin ^ label].IsTaken) return false;
        return true;
    }

    private static bool CanReach(int node, int origin) => (node ^ origin) < 1 << 21 || ((node ^ origin) & 0xFF) == 0;

    private void AddBlock()
    {
        if (_length == _units.Length)
        {
            Array.Resize(ref _units, Math.Max(2 * _length, BlockSize));
            Array.Resize(ref _places, _units.Length);
        }

        for (int i = _length; i < _length + BlockSize; i++)
        {
            _units[i] = DoubleArray.ValueMark; // no label is ever equal to it
            Release(i);
        }

        int closing = _length - OpenBlocks * BlockSize;
        for (int i = closing; closing >= 0 && i < closing + BlockSize; i++)
            if (!_places[i].IsTaken) Take(i);
        _length += BlockSize;
    }

    private void Release(int place)
    {
        if (_free < 0)
        {
            _free = _places[place].Next = _places[place].Previous = place;
            return;
        }

        int last = _places[_free].Previous;
        (_places[place].Next, _places[place].Previous) = (_free, last);
        _places[last].Next = _places[_free].Previous = place;
    }

    private void Take(int place)
    {
        var (next, previous) = (_places[place].Next, _places[place].Previous);
        _places[place].IsTaken = true;
        (_places[previous].Next, _places[next].Previous) = (next, previous);
        if (_free == place) _free = next == place ? -1 : next;
    }
}
