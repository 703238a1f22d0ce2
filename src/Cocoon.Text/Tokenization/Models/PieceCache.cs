using System.Runtime.InteropServices;

namespace Cocoon.Text;

/// <summary>Remembers how recent short words were cut: a fixed table where a word replaces the one that was in its place.</summary>
internal sealed class PieceCache
{
    private const int Bits = 14, MaxBytes = 24, MaxPieces = 8;
    private readonly Key[] _keys = new Key[1 << Bits];
    private readonly Piece[] _pieces = new Piece[(1 << Bits) * MaxPieces];
    private readonly (float Limit, int Count)[] _entries = new (float, int)[1 << Bits];

    /// <summary>A word of at most 24 bytes, filled up with zeros, which words do not end with.</summary>
    public readonly record struct Key(ulong A, ulong B, ulong C)
    {
        /// <summary>Place in the table.</summary>
        public int Slot => (int)((A * 0x9E3779B97F4A7C15UL ^ B * 0xC2B2AE3D27D4EB4FUL ^ C * 0x165667B19E3779F9UL) * 0x9E3779B97F4A7C15UL >> (64 - Bits));
    }

    /// <summary>The key of a word; false if the word is too long to be remembered, or ends with a NUL.</summary>
    public static bool TryKey(ReadOnlySpan<byte> word, out Key key)
    {
        key = default;
        if (word.Length > MaxBytes || word[^1] == 0) return false;
        Span<ulong> parts = [0, 0, 0];
        word.CopyTo(MemoryMarshal.AsBytes(parts));
        key = new Key(parts[0], parts[1], parts[2]);
        return true;
    }

    /// <summary>The pieces of a word, or empty if they are not remembered or do not hold beyond <paramref name="limit"/>.</summary>
    public ReadOnlySpan<Piece> Find(in Key key, double limit)
    {
        int slot = key.Slot;
        return _keys[slot] == key && limit <= _entries[slot].Limit ? _pieces.AsSpan(slot * MaxPieces, _entries[slot].Count) : default;
    }

    /// <summary>Remembers a word, unless it has too many pieces.</summary>
    /// <param name="key">The word.</param>
    /// <param name="pieces">How it was cut.</param>
    /// <param name="limit">Up to where that holds.</param>
    public void Store(in Key key, ReadOnlySpan<Piece> pieces, double limit)
    {
        if (pieces.Length > MaxPieces) return;
        int slot = key.Slot;
        _keys[slot] = key;
        _entries[slot] = ((float)limit, pieces.Length);
        pieces.CopyTo(_pieces.AsSpan(slot * MaxPieces));
    }
}
