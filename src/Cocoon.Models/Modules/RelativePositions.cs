using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>A learned bias of attention scores that depends on the distance key − query alone: one table for all layers of an encoder.</summary>
/// <remarks>
/// The bucket function of COCO-LM's released code, which is not T5's: near distances have a bucket each, far ones share
/// logarithmic buckets, rounded up. half = bins / 2, exact = half / 2; for a distance d with a = |d|:
/// a if a &lt; exact, else min(half − 1, exact + ⌈ln(a / exact) / ln((maxDistance − 1) / exact) · (half − 1 − exact)⌉);
/// then the sign of d, then + (half − 1). The table's last row is never used.
/// Deviation: the released code shifts by the largest bucket that its longest sequence reaches, which is half − 1 except
/// in models whose positions end below the maximum distance; here it is half − 1 always, so a row means one distance.
/// The table starts as N(0, 0.02), as released, or with near positions preferred: see <see cref="EncoderOptions.LocalStart"/>.
/// </remarks>
public sealed class RelativePositions
{
    private readonly int[] _buckets;

    /// <param name="scope">Where the table is declared.</param>
    /// <param name="options">Bins, heads, longest sequence.</param>
    public RelativePositions(ParameterScope scope, EncoderOptions options)
    {
        Table = scope.Parameter("weight", options.RelativeBins, options.Heads, Init.Normal());
        PreferNear(options);
        _buckets = new int[2 * options.MaxLength - 1];
        for (int i = 0; i < _buckets.Length; i++)
            _buckets[i] = Bucket(i - (options.MaxLength - 1), options.RelativeBins, options.MaxDistance);
    }

    private void PreferNear(EncoderOptions options)
    {
        if (options.LocalStart == 0) return;
        int here = options.RelativeBins / 2 - 1;                                             // the bucket of distance 0
        for (int bucket = 0; bucket < options.RelativeBins; bucket++)
            for (int head = 0; head < options.Heads; head++)
                Table.Values[bucket * options.Heads + head] -= options.LocalStart * MathF.Pow(0.5f, head) * Math.Abs(bucket - here);
    }

    /// <summary>The bias of each bucket for each head, [bins, A].</summary>
    public Tensor Table { get; }

    /// <summary>The table's row for each distance, distance 0 in the middle; long enough for the longest sequence, so for any.</summary>
    public ReadOnlyMemory<int> Buckets => _buckets;

    /// <summary>The table's row for a distance.</summary>
    /// <param name="distance">Position of the key minus position of the query, in tokens.</param>
    /// <param name="bins">Rows of the table; even, at least 4.</param>
    /// <param name="maxDistance">From this distance less one, all share the outermost bucket; above bins / 4 + 1.</param>
    public static int Bucket(int distance, int bins, int maxDistance)
    {
        int half = bins / 2, exact = half / 2, a = Math.Abs(distance), bucket = a;
        if (a >= exact)
        {
            double place = Math.Log(a / (double)exact) / Math.Log((maxDistance - 1) / (double)exact);   // 0 … 1 from exact to maxDistance − 1
            bucket = Math.Min(half - 1, exact + (int)Math.Ceiling(place * (half - 1 - exact)));
        }
        return Math.Sign(distance) * bucket + half - 1;
    }
}
