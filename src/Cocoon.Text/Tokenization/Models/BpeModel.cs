using System.Text;

namespace Cocoon.Text;

/// <summary>The pieces of a SentencePiece BPE model and the order in which they merge.</summary>
internal sealed class BpeModel
{
    private readonly PieceTable _table;
    private readonly int[] _ranks;

    public BpeModel(PieceTable table, DoubleArray? userPieces)
    {
        (_table, UserPieces) = (table, userPieces);
        Tree = table.TreeOf(PieceKind.Normal, PieceKind.UserDefined, PieceKind.Unused)!;
        float[] best = [.. Enumerable.Range(0, table.Count).Select(id => table[id].Score).Distinct().OrderDescending()];
        var rankOf = new Dictionary<float, int>(best.Length);
        for (int rank = 0; rank < best.Length; rank++) rankOf.Add(best[rank], rank);
        _ranks = [.. Enumerable.Range(0, table.Count).Select(id => rankOf[table[id].Score])];
        var crossing = new List<(byte[] Key, int Value)>();
        for (int id = 0; id < table.Count; id++)
        {
            if (table[id].Kind == PieceKind.Unused) HasUnused = true;
            if (table[id].Kind is PieceKind.Normal or PieceKind.UserDefined && table[id].Text.IndexOf('\u2581', 1) >= 0) crossing.Add((Encoding.UTF8.GetBytes(table[id].Text), id));
        }

        if (crossing.Count > 0) Crossing = DoubleArrayBuilder.Build([.. crossing]);
    }

    /// <summary>The pieces by their UTF-8.</summary>
    public DoubleArray Tree { get; }

    /// <summary>Text that is always one piece; null if there is none.</summary>
    public DoubleArray? UserPieces { get; }

    /// <summary>Id of an unknown character.</summary>
    public int Unknown => _table.Unknown;

    /// <summary>The pieces that go on after an escaped space; null if there are none.</summary>
    public DoubleArray? Crossing { get; }

    /// <summary>There are pieces that are only formed on the way to others.</summary>
    public bool HasUnused { get; }

    /// <summary>Pieces of lower rank, which have higher scores, are merged first; equal scores have equal ranks.</summary>
    public int RankOf(int id) => _ranks[id];

    /// <summary>True if the piece is only formed on the way to others.</summary>
    public bool IsUnused(int id) => _table[id].Kind == PieceKind.Unused;
}
