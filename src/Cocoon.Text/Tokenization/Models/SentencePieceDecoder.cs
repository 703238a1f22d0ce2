using System.Buffers;
using System.Text;

namespace Cocoon.Text;

/// <summary>How pieces of a SentencePiece model read in running text.</summary>
internal sealed class SentencePieceDecoder(PieceTable table, SentencePieceModel model, SentencePieceNormalizer? denormalizer)
{
    private const char EscapedSpace = '\u2581';

    /// <summary>The text of some ids.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        var bytes = new List<byte>();
        var (atStart, spaceSeen) = (true, false);
        foreach (int id in ids)
        {
            // By its text, as the reference does: a piece of text that reads like a control piece is one.
            var piece = table[table.IdOf(table[id].Text)];
            if (piece.Kind == PieceKind.Byte)
            {
                bytes.Add((byte)PieceTable.ByteOf(piece.Text));
                continue;
            }

            AppendBytes(bytes, text);
            if (spaceSeen || text.Length > 0) atStart = false;
            spaceSeen = Append(piece, atStart, text);
        }

        AppendBytes(bytes, text);
        return denormalizer is null ? text.ToString() : Denormalized(text.ToString());
    }

    /// <summary>Appends a piece; true if it began with the one space that was added to the text.</summary>
    private bool Append(ScoredPiece piece, bool atStart, StringBuilder text)
    {
        if (piece.Kind == PieceKind.Control) return false;
        if (piece.Kind == PieceKind.Unknown)
        {
            text.Append(model.UnknownSurface);
            return false;
        }

        var rules = model.Normalization;
        bool strips = atStart && (rules.AddDummyPrefix || rules.RemoveExtraSpaces) && piece.Text[0] == EscapedSpace;
        int from = text.Length;
        text.Append(piece.Text.AsSpan(strips ? 1 : 0)).Replace(EscapedSpace, ' ', from, text.Length - from);
        return strips && !rules.RemoveExtraSpaces;
    }

    private static void AppendBytes(List<byte> bytes, StringBuilder text)
    {
        var rest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes);
        while (!rest.IsEmpty)
        {
            bool isValid = Rune.DecodeFromUtf8(rest, out var rune, out int length) == OperationStatus.Done;
            text.Append(isValid ? rune.ToString() : "\uFFFD");
            rest = rest[(isValid ? length : 1)..];
        }

        bytes.Clear();
    }

    private string Denormalized(string text)
    {
        var result = new NormalizedBytes();
        denormalizer!.Normalize(Encoding.UTF8.GetBytes(text), result);
        return Encoding.UTF8.GetString(result.Bytes);
    }
}
