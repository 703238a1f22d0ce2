using System.Runtime.InteropServices;

namespace Cocoon.Text;

/// <summary>What a token of a sequence is.</summary>
public enum TokenKind : byte
{
    /// <summary>It stands for text.</summary>
    Text,

    /// <summary>The template put it there.</summary>
    Special,

    /// <summary>It fills the sequence up.</summary>
    Padding,
}

/// <summary>One or two texts as a model reads them: ids with their segments, offsets and kinds. Reusable: encoding into it again allocates nothing.</summary>
public sealed class TokenSequence
{
    private readonly IntList _ids = new(), _segments = new();
    private readonly List<TokenSpan> _offsets = [];
    private readonly List<TokenKind> _kinds = [];

    /// <summary>Number of tokens.</summary>
    public int Count => _ids.Count;

    /// <summary>The ids.</summary>
    public ReadOnlySpan<int> Ids => _ids.Span;

    /// <summary>Which text each token belongs to, as the template numbers them.</summary>
    public ReadOnlySpan<int> Segments => _segments.Span;

    /// <summary>The part of its text that each token stands for, in UTF-16 code units; (0, 0) for tokens that are not text.</summary>
    public ReadOnlySpan<TokenSpan> Offsets => CollectionsMarshal.AsSpan(_offsets);

    /// <summary>What each token is. The attention mask is 0 for <see cref="TokenKind.Padding"/>, the special tokens mask 0 for <see cref="TokenKind.Text"/>.</summary>
    public ReadOnlySpan<TokenKind> Kinds => CollectionsMarshal.AsSpan(_kinds);

    internal void Clear()
    {
        _ids.Clear();
        _segments.Clear();
        _offsets.Clear();
        _kinds.Clear();
    }

    internal void Add(int id, int segment, TokenSpan offset, TokenKind kind)
    {
        _ids.Add(id);
        _segments.Add(segment);
        _offsets.Add(offset);
        _kinds.Add(kind);
    }

    internal void Pad(Padding padding, int length)
    {
        int missing = length - Count;
        if (missing <= 0) return;
        for (int i = 0; i < missing; i++) Add(padding.Id, padding.Segment, default, TokenKind.Padding);
        if (!padding.OnLeft) return;
        Rotate(_ids.MutableSpan, missing);
        Rotate(_segments.MutableSpan, missing);
        Rotate(CollectionsMarshal.AsSpan(_offsets), missing);
        Rotate(CollectionsMarshal.AsSpan(_kinds), missing);
    }

    // Moves the last items to the front.
    private static void Rotate<T>(Span<T> items, int last)
    {
        items.Reverse();
        items[..last].Reverse();
        items[last..].Reverse();
    }
}
