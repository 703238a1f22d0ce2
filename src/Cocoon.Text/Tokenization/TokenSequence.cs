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
    private int[] _ids = [], _segments = [];
    private TokenSpan[] _offsets = [];
    private TokenKind[] _kinds = [];

    /// <summary>Number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>The ids.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>Which text each token belongs to, as the template numbers them.</summary>
    public ReadOnlySpan<int> Segments => _segments.AsSpan(0, Count);

    /// <summary>The part of its text that each token stands for, in UTF-16 code units; (0, 0) for tokens that are not text.</summary>
    public ReadOnlySpan<TokenSpan> Offsets => _offsets.AsSpan(0, Count);

    /// <summary>What each token is. The attention mask is 0 for <see cref="TokenKind.Padding"/>, the special tokens mask 0 for <see cref="TokenKind.Text"/>.</summary>
    public ReadOnlySpan<TokenKind> Kinds => _kinds.AsSpan(0, Count);

    /// <summary>Empties the sequence and makes room for <paramref name="capacity"/> tokens: no more, since a batch keeps many sequences.</summary>
    internal void Clear(int capacity)
    {
        Count = 0;
        Reserve(capacity);
    }

    /// <summary>Adds tokens of a text, for which there is room.</summary>
    internal void Add(ReadOnlySpan<int> ids, int segment, ReadOnlySpan<TokenSpan> offsets)
    {
        offsets.CopyTo(_offsets.AsSpan(Count));
        Add(ids, segment, TokenKind.Text);
    }

    /// <summary>Adds special tokens, for which there is room.</summary>
    internal void Add(ReadOnlySpan<int> ids, int segment)
    {
        _offsets.AsSpan(Count, ids.Length).Clear();
        Add(ids, segment, TokenKind.Special);
    }

    internal void Pad(Padding padding, int length)
    {
        int missing = length - Count;
        if (missing <= 0) return;
        Reserve(length);
        int place = padding.OnLeft ? 0 : Count;
        if (padding.OnLeft) MoveRight(missing);
        Count = length;
        _ids.AsSpan(place, missing).Fill(padding.Id);
        _segments.AsSpan(place, missing).Fill(padding.Segment);
        _offsets.AsSpan(place, missing).Clear();
        _kinds.AsSpan(place, missing).Fill(TokenKind.Padding);
    }

    private void Add(ReadOnlySpan<int> ids, int segment, TokenKind kind)
    {
        ids.CopyTo(_ids.AsSpan(Count));
        _segments.AsSpan(Count, ids.Length).Fill(segment);
        _kinds.AsSpan(Count, ids.Length).Fill(kind);
        Count += ids.Length;
    }

    private void MoveRight(int by)
    {
        Array.Copy(_ids, 0, _ids, by, Count);
        Array.Copy(_segments, 0, _segments, by, Count);
        Array.Copy(_offsets, 0, _offsets, by, Count);
        Array.Copy(_kinds, 0, _kinds, by, Count);
    }

    private void Reserve(int capacity)
    {
        if (capacity <= _ids.Length) return;
        Array.Resize(ref _ids, capacity);
        Array.Resize(ref _segments, capacity);
        Array.Resize(ref _offsets, capacity);
        Array.Resize(ref _kinds, capacity);
    }
}
