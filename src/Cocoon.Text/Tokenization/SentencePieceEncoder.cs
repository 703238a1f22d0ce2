using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Cocoon.Text;

/// <summary>One thread's state for encoding: the text as bytes, normalized, and in pieces.</summary>
/// <param name="normalizer">What happens to text first.</param>
/// <param name="segmenter">Cuts it.</param>
/// <param name="fused">The id whose neighbors are one piece, or −1 if unknown characters stand one by one.</param>
internal sealed class SentencePieceEncoder(SentencePieceNormalizer normalizer, Segmenter segmenter, int fused)
{
    private readonly NormalizedBytes _normalized = new();
    private byte[] _text = new byte[256];
    private int _length;

    /// <summary>Room for the parts of a text that has added tokens.</summary>
    public List<AddedTokenMatcher.Part> Parts { get; } = [];

    /// <summary>The normalized text.</summary>
    public ReadOnlySpan<byte> Normalized => _normalized.Bytes;

    /// <summary>The pieces of the normalized text.</summary>
    public List<Piece> Pieces { get; } = [];

    /// <summary>Starts walking through the offsets of the last text, which must have been tracked.</summary>
    public OffsetWalk Offsets => new(_text.AsSpan(0, _length), _normalized.Origins);

    /// <summary>Normalizes a text and cuts it; a code unit without its partner counts as U+FFFD.</summary>
    public void Run(ReadOnlySpan<char> text, bool tracks)
    {
        if (_text.Length < 3 * text.Length) _text = new byte[Math.Max(3 * text.Length, 2 * _text.Length)];
        var status = Utf8.FromUtf16(text, _text, out _, out _length);
        if (status != OperationStatus.Done) throw new InvalidOperationException($"UTF-16 did not become UTF-8: {status}.");
        _normalized.Clear(tracks);
        Pieces.Clear();
        normalizer.Normalize(_text.AsSpan(0, _length), _normalized);
        segmenter.Segment(_normalized.Bytes, Pieces);
        Fuse();
    }

    private void Fuse()
    {
        var pieces = CollectionsMarshal.AsSpan(Pieces);
        int written = 0;
        foreach (var piece in pieces)
        {
            if (piece.Id == fused && written > 0 && pieces[written - 1].Id == fused) pieces[written - 1] = new Piece(fused, pieces[written - 1].Length + piece.Length);
            else pieces[written++] = piece;
        }

        CollectionsMarshal.SetCount(Pieces, written);
    }

    /// <summary>Turns places of the normalized text, in ascending order, into UTF-16 offsets of the original.</summary>
    public ref struct OffsetWalk(ReadOnlySpan<byte> text, ReadOnlySpan<int> origins)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private readonly ReadOnlySpan<int> _origins = origins;
        private int _byte, _unit;

        /// <summary>The offset in the original where the byte at <paramref name="place"/> comes from.</summary>
        public int At(int place)
        {
            for (int target = _origins[place]; _byte < target; _byte++)
            {
                byte b = _text[_byte];
                _unit += (b & 0xC0) == 0x80 ? 0 : b < 0xF0 ? 1 : 2;
            }

            return _unit;
        }
    }
}
