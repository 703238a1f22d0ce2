using System.Runtime.InteropServices;
using System.Text;

namespace Cocoon.Text;

/// <summary>One thread's state for spelling and merging words, with a cache of recent ones.</summary>
internal sealed class BytePairEncoder(BytePairModel model, bool bytes) : IWordEncoder
{
    private readonly WordCache _cache = new();
    private readonly SymbolMerger _merger = new(model.Merges);
    private readonly List<TokenSpan> _spans = [];
    private char[] _byteWord = new char[64];
    private int _unknownBytes;   // of the unknown token that is not added yet; 0: there is none

    public void Encode(ReadOnlySpan<char> word, IntList ids, List<TokenSpan>? spans)
    {
        int slot = WordCache.SlotOf(word);
        if (slot >= 0 && _cache.Find(slot, word) is { IsEmpty: false } known)
        {
            known.CopyTo(ids.Extend(known.Length));
            if (spans is not null) _cache.AddSpans(slot, spans);
            return;
        }

        if (spans is null) _spans.Clear(); // the cache wants them anyway
        spans ??= _spans;
        int first = ids.Count, firstSpan = spans.Count;
        if (Whole(word) is >= 0 and int id)
        {
            ids.Add(id);
            spans.Add(new TokenSpan(0, word.Length));
        }
        else
        {
            Spell(word);
            _merger.Merge();
            Emit(word, ids, spans);
        }

        if (slot >= 0) _cache.Store(slot, word, ids.Span[first..], CollectionsMarshal.AsSpan(spans)[firstSpan..]);
    }

    private int Whole(ReadOnlySpan<char> word)
    {
        if (!model.Options.IgnoreMerges) return -1;
        if (!bytes) return model.Tokens.IdOf(word);
        if (_byteWord.Length < 3 * word.Length) _byteWord = new char[6 * word.Length];
        int length = 0;
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < word.Length;)
        {
            i += CodePoint.Read(word, i, out int c);
            int count = new Rune(c).EncodeToUtf8(utf8);
            foreach (byte b in utf8[..count]) _byteWord[length++] = ByteCharacters.Of(b);
        }

        return model.Tokens.IdOf(_byteWord.AsSpan(0, length));
    }

    private void Spell(ReadOnlySpan<char> word)
    {
        _merger.Clear();
        _unknownBytes = 0;
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < word.Length;)
        {
            bool first = i == 0;
            i += CodePoint.Read(word, i, out int c);
            int count = new Rune(c).EncodeToUtf8(utf8);
            if (bytes) foreach (byte b in utf8[..count]) _merger.Add(model.OfByte(b), 1);
            else AddCharacter(c, utf8[..count], first, last: i == word.Length);
        }

        if (_unknownBytes > 0) _merger.Add(model.Unknown, _unknownBytes);
    }

    // An unknown token waits for the next known character, even if bytes come first: so the reference library.
    private void AddCharacter(int codePoint, ReadOnlySpan<byte> utf8, bool first, bool last)
    {
        int id = model.OfCharacter(codePoint, first, last);
        if (id >= 0)
        {
            if (_unknownBytes > 0) _merger.Add(model.Unknown, _unknownBytes);
            _unknownBytes = 0;
            _merger.Add(id, utf8.Length);
        }
        else if (model.Options.ByteFallback && HasAllBytes(utf8))
        {
            foreach (byte b in utf8) _merger.Add(model.OfFallback(b), 1);
        }
        else if (model.Unknown >= 0)
        {
            if (_unknownBytes > 0 && !model.Options.FuseUnknown)
            {
                _merger.Add(model.Unknown, _unknownBytes);
                _unknownBytes = 0;
            }

            _unknownBytes += utf8.Length;
        }
    }

    private bool HasAllBytes(ReadOnlySpan<byte> utf8)
    {
        foreach (byte b in utf8) if (model.OfFallback(b) < 0) return false;
        return true;
    }

    // Pieces have lengths in UTF-8; a piece that begins or ends inside a character stands for all of it.
    private void Emit(ReadOnlySpan<char> word, IntList ids, List<TokenSpan> spans)
    {
        ReadOnlySpan<int> pieces = _merger.Ids, lengths = _merger.Lengths;
        pieces.CopyTo(ids.Extend(pieces.Length));
        int at = 0, passed = 0, position = 0;   // the character at a code unit begins after so many bytes
        for (int i = 0; i < pieces.Length; i++)
        {
            Advance(word, position, ref at, ref passed);
            int start = at;
            position += lengths[i];
            Advance(word, position - 1, ref at, ref passed);
            int end = at < word.Length ? at + CodePoint.Read(word, at, out _) : at;
            spans.Add(new TokenSpan(Math.Min(start, end), end));
        }
    }

    private static void Advance(ReadOnlySpan<char> word, int position, ref int at, ref int passed)
    {
        while (at < word.Length)
        {
            int width = CodePoint.Read(word, at, out int c);
            int utf8 = CodePoint.Utf8Length(c);
            if (position < passed + utf8) return;
            (at, passed) = (at + width, passed + utf8);
        }
    }
}
