using System.Globalization;
using System.Text;

namespace Cocoon.Text;

/// <summary>The vocabulary of a SentencePiece model: what each id is, and the id of each piece.</summary>
internal sealed class PieceTable
{
    // Trained pieces have at most 16 characters; only what a user defines is longer.
    private const int MaxPieceLength = 1000;

    private readonly Dictionary<string, int> _text = new(StringComparer.Ordinal), _reserved = new(StringComparer.Ordinal);

    /// <summary>The vocabulary of a model that has no problem.</summary>
    public PieceTable(SentencePieceModel model)
    {
        Model = model;
        Tokens = new TokenTable(model.Pieces.Select(piece => piece.Text));
        Special = [.. Enumerable.Range(0, Count).Where(id => this[id].Kind is PieceKind.Control or PieceKind.Unknown)
            .Select(id => new AddedToken { Content = this[id].Text, Id = id, Special = true })];
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            var piece = model.Pieces[id];
            (IsText(piece.Kind) ? _text : _reserved).Add(piece.Text, id);
            if (piece.Kind == PieceKind.Unknown) Unknown = id;
            if (piece.Kind == PieceKind.Byte) ByteIds[ByteOf(piece.Text)] = id;
        }
    }

    /// <summary>What the file says.</summary>
    public SentencePieceModel Model { get; }

    /// <summary>The pieces and their ids.</summary>
    public TokenTable Tokens { get; }

    /// <summary>The pieces that are only found in text on request: control pieces and the unknown one.</summary>
    public IReadOnlyList<AddedToken> Special { get; }

    /// <summary>Number of pieces, V.</summary>
    public int Count => Model.Pieces.Count;

    /// <summary>Id of the unknown piece.</summary>
    public int Unknown { get; }

    /// <summary>Id of each byte's piece; meaningless without byte fallback.</summary>
    public int[] ByteIds { get; } = new int[256];

    /// <summary>A piece.</summary>
    public ScoredPiece this[int id] => Model.Pieces[id];

    /// <summary>The id of a piece, the unknown one's if there is no such piece; where two have the same text, the one that is not text.</summary>
    public int IdOf(string piece) => _reserved.TryGetValue(piece, out int id) || _text.TryGetValue(piece, out id) ? id : Unknown;

    /// <summary>The id of a control piece, or null.</summary>
    public int? ControlId(string piece) => _reserved.TryGetValue(piece, out int id) && this[id].Kind == PieceKind.Control ? id : null;

    /// <summary>The tree of the pieces of some kinds, by their UTF-8; null if there are none.</summary>
    public DoubleArray? TreeOf(params ReadOnlySpan<PieceKind> kinds)
    {
        var keys = new List<(byte[] Key, int Value)>();
        for (int id = 0; id < Count; id++)
            if (kinds.Contains(this[id].Kind)) keys.Add((Encoding.UTF8.GetBytes(this[id].Text), id));
        return keys.Count > 0 ? DoubleArrayBuilder.Build([.. keys]) : null;
    }

    /// <summary>The byte that a piece such as <c>&lt;0x0A&gt;</c> stands for, or −1.</summary>
    public static int ByteOf(string piece) =>
        piece.Length == 6 && piece.StartsWith("<0x", StringComparison.Ordinal) && piece[5] == '>'
        && byte.TryParse(piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)
        && piece.AsSpan(3, 2).IndexOfAnyInRange('a', 'f') < 0 ? value : -1;

    /// <summary>Why a model cannot be used, and what to do; null if it can.</summary>
    public static string? FirstProblem(SentencePieceModel model)
    {
        HashSet<string> text = new(StringComparer.Ordinal), reserved = new(StringComparer.Ordinal);
        var (unknown, bytes, usable) = (0, 0, 0);
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            var piece = model.Pieces[id];
            if (piece.Text.Length == 0) return $"piece {id} is empty. Train the model again.";
            if (piece.Text.Length > MaxPieceLength) return $"piece {id} has {piece.Text.Length:N0} characters; at most {MaxPieceLength:N0} make sense. Train the model again.";
            if (piece.Text.Contains('\0', StringComparison.Ordinal)) return $"piece {id} contains NUL, which stands for nothing in text. Train the model again without it.";
            if (!(IsText(piece.Kind) ? text : reserved).Add(piece.Text)) return $"piece {id} (\"{piece.Text}\") is a duplicate of an earlier one. Every piece must occur once.";
            if (piece.Kind == PieceKind.Unknown && ++unknown > 1) return $"piece {id} is a second unknown piece. There must be exactly one.";
            if (piece.Kind is PieceKind.Normal or PieceKind.UserDefined) usable++;
            if (piece.Kind != PieceKind.Byte) continue;
            bytes++;
            if (!model.ByteFallback) return $"piece {id} (\"{piece.Text}\") is a byte, but the model does not fall back to bytes. Train the model again.";
            if (ByteOf(piece.Text) < 0) return $"piece {id} (\"{piece.Text}\") is called a byte, which is written like <0x0A>. Train the model again.";
        }

        return unknown == 0 ? "no piece is the unknown one. There must be exactly one."
            : usable == 0 ? "no piece stands for text. Is this a SentencePiece model?"
            : model.ByteFallback && bytes != 256 ? $"{bytes} of 256 byte pieces are there, but the model falls back to bytes. Train the model again."
            : null;
    }

    private static bool IsText(PieceKind kind) => kind is PieceKind.Normal or PieceKind.UserDefined or PieceKind.Unused;
}
