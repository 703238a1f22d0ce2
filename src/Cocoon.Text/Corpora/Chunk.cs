namespace Cocoon.Text;

/// <summary>Some consecutive items, each of which carries a text, that are worked on together. Reusable.</summary>
internal abstract class Chunk<T>
{
    private const int FullCharacters = 1 << 18;
    private const int FullItems = 1 << 12;
    private readonly List<T> _items = [];
    private int _characters;

    /// <summary>The items, in order.</summary>
    public IReadOnlyList<T> Items => _items;

    public bool IsFull => _characters >= FullCharacters || _items.Count >= FullItems;

    public void Add(T item, string text)
    {
        _items.Add(item);
        _characters += text.Length;
    }

    /// <summary>Makes the chunk ready for other items.</summary>
    public virtual void Clear()
    {
        _items.Clear();
        _characters = 0;
    }
}
