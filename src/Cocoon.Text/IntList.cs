namespace Cocoon.Text;

/// <summary>A list of whole numbers whose memory is kept when it is cleared: positions and targets of a warm step allocate nothing.</summary>
public sealed class IntList
{
    private int[] _items = new int[64];

    /// <summary>Number of items.</summary>
    public int Count { get; private set; }

    /// <summary>The items.</summary>
    public ReadOnlyMemory<int> Memory => _items.AsMemory(0, Count);

    /// <summary>The items.</summary>
    public ReadOnlySpan<int> Span => _items.AsSpan(0, Count);

    /// <summary>The items, to be changed in place.</summary>
    internal Span<int> MutableSpan => _items.AsSpan(0, Count);

    /// <summary>Removes all items.</summary>
    public void Clear() => Count = 0;

    /// <summary>Keeps the first <paramref name="count"/> items.</summary>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Count);
        Count = count;
    }

    /// <summary>Adds an item at the end.</summary>
    public void Add(int item) => Extend(1)[0] = item;

    /// <summary>Adds <paramref name="more"/> items at the end, to be filled by the caller.</summary>
    public Span<int> Extend(int more)
    {
        if (Count + more > _items.Length) Array.Resize(ref _items, Math.Max(Count + more, 2 * _items.Length));
        Count += more;
        return _items.AsSpan(Count - more, more);
    }
}
