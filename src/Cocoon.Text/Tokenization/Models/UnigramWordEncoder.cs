using System.Runtime.InteropServices;
using System.Text;

namespace Cocoon.Text;

/// <summary>One thread's state for cutting words into the pieces of a unigram model.</summary>
internal sealed class UnigramWordEncoder(UnigramTokenModel model) : IWordEncoder
{
    private readonly UnigramSegmenter _segmenter = new(model.Pieces);
    private readonly List<Piece> _pieces = [];
    private byte[] _utf8 = new byte[256];

    public void Encode(ReadOnlySpan<char> word, IntList ids, List<TokenSpan>? spans)
    {
        if (_utf8.Length < 3 * word.Length) _utf8 = new byte[Math.Max(3 * word.Length, 2 * _utf8.Length)];
        var utf8 = _utf8.AsSpan(0, Encoding.UTF8.GetBytes(word, _utf8));
        utf8.Replace((byte)0, UnigramModel.Nul);
        _pieces.Clear();
        _segmenter.Segment(utf8, _pieces);
        var pieces = CollectionsMarshal.AsSpan(_pieces);
        var (at, start) = (0, 0);
        for (int i = 0; i < pieces.Length;)
        {
            int length = pieces[i].Length, id = pieces[i++].Id;
            if (id == model.Unknown) while (i < pieces.Length && pieces[i].Id == id) length += pieces[i++].Length;
            var part = utf8.Slice(at, length);
            int end = start + Units(part);
            if (id == model.Unknown) AddUnknown(word[start..end], part, new TokenSpan(start, end), ids, spans);
            else Add(id, new TokenSpan(start, end), ids, spans);
            (at, start) = (at + length, end);
        }
    }

    private void AddUnknown(ReadOnlySpan<char> text, Span<byte> utf8, TokenSpan span, IntList ids, List<TokenSpan>? spans)
    {
        Encoding.UTF8.GetBytes(text, utf8); // with NUL again
        if (model.Find(text) is >= 0 and int whole) Add(whole, span, ids, spans);
        else if (model.HasBytes(utf8)) foreach (byte value in utf8) Add(model.OfByte(value), span, ids, spans);
        else Add(model.Unknown, span, ids, spans);
    }

    private static void Add(int id, TokenSpan span, IntList ids, List<TokenSpan>? spans)
    {
        ids.Add(id);
        spans?.Add(span);
    }

    // UTF-16 code units of a text in UTF-8, character by character.
    private static int Units(ReadOnlySpan<byte> utf8)
    {
        int units = 0;
        for (int at = 0; at < utf8.Length; at += Segmenter.CharacterLength(utf8[at])) units += utf8[at] < 0xF0 ? 1 : 2;
        return units;
    }
}
