namespace Cocoon.Kernels;

/// <summary>Where queries, keys and values are, or their gradients: side by side in one matrix, or the queries in a matrix of their own.</summary>
internal readonly unsafe struct AttentionRows
{
    private readonly float* _queries, _keys;

    private AttentionRows(float* queries, nint queryStride, float* keys, nint keyStride)
    {
        (QueryStride, KeyStride) = (queryStride, keyStride);
        _queries = queries;
        _keys = keys;
    }

    /// <summary>Floats from one token's query to the next one's.</summary>
    public nint QueryStride { get; }

    /// <summary>Floats from one token's key to the next one's, and from value to value.</summary>
    public nint KeyStride { get; }

    /// <summary>All in one matrix [N, 3H].</summary>
    public static AttentionRows Joined(float* qkv, int width) => new(qkv, 3 * (nint)width, qkv + width, 3 * (nint)width);

    /// <summary>Queries in [N, H], keys and values in [R, 2H].</summary>
    public static AttentionRows Apart(float* queries, float* keysValues, int width) => new(queries, width, keysValues, 2 * (nint)width);

    /// <summary>First query of a head.</summary>
    public float* Queries(AttentionHead head) => _queries + head.Row * QueryStride + head.Column;

    /// <summary>First key of a head; its value follows H columns on.</summary>
    public float* Keys(AttentionHead head) => _keys + head.KeyRow * KeyStride + head.Column;
}
