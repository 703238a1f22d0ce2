using System.Runtime.InteropServices;

namespace Cocoon.Text;

/// <summary>Merges neighbors whose union is a piece, best score first, leftmost first of equals, until nothing can be merged (SentencePiece's BPE).</summary>
/// <remarks>
/// Sennrich et al. 2016, arXiv:1508.07909. Unlike a list of merges, any two neighbors merge if their union is a piece. User-defined pieces never merge.
/// Pieces of the kind <see cref="PieceKind.Unused"/> may be formed on the way; in the end they are taken apart again. What they were merged from
/// may come from anywhere in the text; without them, text is cut at the spaces that no piece crosses, and what lies between is remembered if it is
/// short. Takes time n log n.
/// </remarks>
internal sealed class BpeSegmenter(BpeModel model) : Segmenter
{
    private readonly PieceCache _cache = new();
    private readonly PriorityQueue<Merge, ulong> _queue = new(); // by rank in the upper half, place in the lower
    private readonly Dictionary<int, (int Left, int Right)> _parts = []; // of each unused piece: lengths of what it was merged from
    private Symbol[] _symbols = new Symbol[64];

    private struct Symbol
    {
        public int Start, Length, Previous, Next;
        public bool IsFrozen;
    }

    private readonly record struct Merge(int Left, int Right, int Length);

    public override void Segment(ReadOnlySpan<byte> text, List<Piece> pieces)
    {
        _parts.Clear();
        while (!text.IsEmpty)
        {
            int length = model.HasUnused ? text.Length : PartLength(text);
            Part(text[..length], pieces);
            text = text[length..];
        }
    }

    /// <summary>Bytes before the next escaped space that no piece crosses.</summary>
    private int PartLength(ReadOnlySpan<byte> text)
    {
        if (model.Crossing is not { } crossing) return WordLength(text);
        int reach = 1;
        for (int at = 0; at < text.Length; at += CharacterLength(text[at]))
        {
            var rest = text[at..];
            if (at >= reach && rest.StartsWith(SentencePieceNormalizer.EscapedSpace)) return at;
            if (crossing.Longest(rest, out int length) >= 0) reach = Math.Max(reach, at + length);
        }

        return text.Length;
    }

    private void Part(ReadOnlySpan<byte> part, List<Piece> pieces)
    {
        PieceCache.Key key = default;
        bool remembers = !model.HasUnused && PieceCache.TryKey(part, out key);
        if (remembers && _cache.Find(key, 0) is { IsEmpty: false } known)
        {
            pieces.AddRange(known);
            return;
        }

        int first = pieces.Count;
        Solve(part, pieces);
        if (remembers) _cache.Store(key, CollectionsMarshal.AsSpan(pieces)[first..], limit: 0);
    }

    private void Solve(ReadOnlySpan<byte> text, List<Piece> pieces)
    {
        int count = Split(text);
        for (int i = 1; i < count; i++) Consider(text, i - 1, i);
        while (_queue.TryDequeue(out var merge, out _))
        {
            ref var left = ref _symbols[merge.Left];
            ref var right = ref _symbols[merge.Right];
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != merge.Length) continue; // one of them has merged since
            left.Length = merge.Length;
            left.Next = right.Next;
            if (right.Next >= 0) _symbols[right.Next].Previous = merge.Left;
            right.Length = 0;
            Consider(text, left.Previous, merge.Left);
            Consider(text, merge.Left, left.Next);
        }

        for (int i = 0; i >= 0; i = _symbols[i].Next) AddPieces(text.Slice(_symbols[i].Start, _symbols[i].Length), pieces);
    }

    private int Split(ReadOnlySpan<byte> text)
    {
        int count = 0;
        for (int at = 0; at < text.Length; count++)
        {
            int length = 0;
            bool isFrozen = model.UserPieces is { } user && user.Longest(text[at..], out length) >= 0;
            if (!isFrozen) length = CharacterLength(text[at]);
            if (count == _symbols.Length) Array.Resize(ref _symbols, 2 * count);
            _symbols[count] = new Symbol { Start = at, Length = length, Previous = count - 1, Next = count + 1, IsFrozen = isFrozen };
            at += length;
        }

        _symbols[count - 1].Next = -1;
        return count;
    }

    private void Consider(ReadOnlySpan<byte> text, int left, int right)
    {
        if (left < 0 || right < 0 || _symbols[left].IsFrozen || _symbols[right].IsFrozen) return;
        int length = _symbols[left].Length + _symbols[right].Length;
        int id = model.Tree.Find(text.Slice(_symbols[left].Start, length));
        if (id < 0) return;
        _queue.Enqueue(new Merge(left, right, length), (ulong)model.RankOf(id) << 32 | (uint)left);
        if (model.IsUnused(id)) _parts[id] = (_symbols[left].Length, _symbols[right].Length);
    }

    private void AddPieces(ReadOnlySpan<byte> text, List<Piece> pieces)
    {
        int id = model.Tree.Find(text);
        if (id >= 0 && model.IsUnused(id) && _parts.TryGetValue(id, out var parts))
        {
            AddPieces(text[..parts.Left], pieces);
            AddPieces(text[parts.Left..], pieces);
            return;
        }

        pieces.Add(new Piece(id < 0 ? model.Unknown : id, text.Length));
    }
}
