namespace Cocoon.Kernels;

/// <summary>What attention and its gradient share: the operands, and who works with which memory.</summary>
internal readonly unsafe struct AttentionPlan(
    TileKernel kernel, Scratch scratch, AttentionShape shape, DropoutMask mask, int* starts, int* keyStarts, int* buckets, int* positions, KeyRange* visible, long* places,
    AttentionRows rows, float* probabilities)
{
    public readonly TileKernel Kernel = kernel;
    public readonly Scratch Scratch = scratch;
    public readonly DropoutMask Mask = mask;
    public readonly int Heads = shape.Heads;
    public readonly int HeadSize = shape.HeadSize;
    public readonly AttentionRows Rows = rows;
    public readonly float* Probabilities = probabilities;

    /// <summary>Bucket of the distance 0, or null.</summary>
    public readonly int* MiddleBucket = buckets is null ? null : buckets + shape.Buckets.Length / 2;

    private readonly int _furthest = shape.Buckets.Length / 2;
    private readonly int* _starts = starts;
    private readonly int* _keyStarts = keyStarts is null ? starts : keyStarts;
    private readonly KeyRange* _visible = visible;
    private readonly int* _positions = positions;
    private readonly long* _places = places;

    /// <summary>Some tokens do not see all of their sequence.</summary>
    public bool IsMasked => _visible is not null;

    /// <summary>Columns of the output: A · D.</summary>
    public int Width => Heads * HeadSize;

    /// <summary>1 / √D.</summary>
    public float Scale => 1 / MathF.Sqrt(HeadSize);

    /// <summary>Fills in where the probabilities of each sequence begin.</summary>
    /// <param name="shape">The batch.</param>
    /// <param name="places">One for each sequence.</param>
    /// <returns>Multiply-adds of one product of all heads.</returns>
    public static long FindPlaces(AttentionShape shape, long* places)
    {
        ReadOnlySpan<int> starts = shape.Starts.Span, keys = shape.KeyStarts.IsEmpty ? starts : shape.KeyStarts.Span;
        long place = 0;
        for (int s = 0; s < shape.Sequences; s++)
        {
            places[s] = place;
            place += shape.Heads * (long)(starts[s + 1] - starts[s]) * (keys[s + 1] - keys[s]);
        }
        return place * shape.HeadSize;
    }

    public AttentionHead Head(int block)
    {
        int sequence = block / Heads, head = block % Heads;
        int row = _starts[sequence], queries = _starts[sequence + 1] - row, keyRow = _keyStarts[sequence], length = _keyStarts[sequence + 1] - keyRow;
        return new(queries, length, _places[sequence] + (long)head * queries * length, row, keyRow, head * HeadSize, head, block);
    }

    /// <summary>What one query sees.</summary>
    /// <param name="head">Of which sequence.</param>
    /// <param name="query">Its place in it.</param>
    public KeyRange Sees(AttentionHead head, int query) => IsMasked ? _visible[head.Row + query] : new(0, head.Length);

    /// <summary>The keys that any of some queries sees, from the beginning of a panel on; what lies outside is neither computed nor read.</summary>
    /// <param name="head">Of which sequence.</param>
    /// <param name="first">Place of the first query.</param>
    /// <param name="rows">How many.</param>
    public KeyRange Strip(AttentionHead head, int first, int rows)
    {
        int from = head.Length, to = 0;
        for (int query = first; query < first + rows; query++)
        {
            var seen = Sees(head, query);
            (from, to) = (Math.Min(from, seen.From), Math.Max(to, seen.To));
        }
        return new(from / Tile.Columns * Tile.Columns, to);
    }

    /// <summary>Positions of a head's tokens, or null: they are its places.</summary>
    public int* Positions(AttentionHead head) => _positions is null ? null : _positions + head.Row;

    /// <summary>The largest distance between tokens that can occur.</summary>
    public int Furthest(AttentionHead head) => _positions is null ? head.Length - 1 : _furthest;

    /// <summary>First element of a head in a buffer [N, H].</summary>
    public float* Output(float* buffer, AttentionHead head) => buffer + (nint)head.Row * Width + head.Column;
}
