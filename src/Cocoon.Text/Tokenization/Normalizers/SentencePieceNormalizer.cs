using System.Buffers;
using System.Text;

namespace Cocoon.Text;

/// <summary>Normalizes text as SentencePiece's <c>Normalizer</c> does: longest replacement first, user-defined pieces untouched, spaces collapsed, escaped and one put in front.</summary>
internal sealed class SentencePieceNormalizer
{
    /// <summary>U+2581 in UTF-8: how a space is written.</summary>
    public static ReadOnlySpan<byte> EscapedSpace => "\u2581"u8;

    private const byte Slow = 0, Copied = 1, Space = 2;

    private readonly SentencePieceNormalization _rules;
    private readonly PrecompiledMap? _map;
    private readonly DoubleArray? _userPieces;
    private readonly bool _spaceAsSuffix;
    private readonly byte[] _ascii = new byte[256]; // what happens to a byte before another ASCII byte; Slow from 0x80 on

    /// <summary>Prepares the rules.</summary>
    /// <param name="rules">What to do.</param>
    /// <param name="map">The replacements; null if there are none.</param>
    /// <param name="userPieces">Text that is never changed; null if there is none.</param>
    /// <param name="spaceAsSuffix">Puts the additional space at the end.</param>
    public SentencePieceNormalizer(SentencePieceNormalization rules, PrecompiledMap? map, DoubleArray? userPieces = null, bool spaceAsSuffix = false)
    {
        (_rules, _map, _userPieces, _spaceAsSuffix) = (rules, map, userPieces, spaceAsSuffix);
        for (byte b = 0; b < 0x80; b++)
        {
            uint node = userPieces?.Root ?? 0;
            bool mayBeUser = userPieces is not null && userPieces.TryStep(ref node, b, out _);
            _ascii[b] = mayBeUser || map?.Keeps(b) == false ? Slow : b == ' ' ? Space : Copied;
        }
    }

    /// <summary>Appends normalized text.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="into">Receives it; must be clear.</param>
    public void Normalize(ReadOnlySpan<byte> text, NormalizedBytes into)
    {
        int at = _rules.RemoveExtraSpaces ? SkipSpaces(text) : 0;
        if (at == text.Length)
        {
            into.Finish(0);
            return;
        }

        if (_rules.AddDummyPrefix && !_spaceAsSuffix) AddSpace(into, at);
        bool afterSpace = _rules.RemoveExtraSpaces;
        while (at < text.Length)
        {
            byte b = text[at];
            bool isSimple = at + 1 == text.Length || text[at + 1] < 0x80;
            if (!isSimple || _ascii[b] == Slow)
            {
                at += Replace(text, at, into, ref afterSpace);
            }
            else if (_ascii[b] == Space)
            {
                if (!afterSpace) AddSpace(into, at);
                afterSpace = _rules.RemoveExtraSpaces;
                at++;
            }
            else
            {
                int length = CopiedRun(text[at..]);
                into.AddEach(text.Slice(at, length), at);
                at += length;
                afterSpace = false;
            }
        }

        if (_rules.RemoveExtraSpaces) at = TrimEnd(into, at);
        if (_rules.AddDummyPrefix && _spaceAsSuffix) AddSpace(into, at);
        into.Finish(at);
    }

    private int CopiedRun(ReadOnlySpan<byte> text)
    {
        int length = 1;
        while (length < text.Length && _ascii[text[length]] == Copied) length++;
        return length < text.Length && text[length] >= 0x80 && length > 1 ? length - 1 : length; // the last may belong to what follows
    }

    private int SkipSpaces(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length)
        {
            int length = Prefix(text[at..], out var replacement);
            if (!replacement.SequenceEqual(" "u8)) break;
            at += length;
        }

        return at;
    }

    private int Replace(ReadOnlySpan<byte> text, int at, NormalizedBytes into, ref bool afterSpace)
    {
        int length = Prefix(text[at..], out var replacement);
        if (afterSpace) replacement = replacement.TrimStart((byte)' ');
        if (!replacement.IsEmpty)
        {
            for (var rest = replacement; !rest.IsEmpty;)
            {
                int space = rest.IndexOf((byte)' ');
                into.Add(space < 0 ? rest : rest[..space], at);
                if (space < 0) break;
                AddSpace(into, at);
                rest = rest[(space + 1)..];
            }

            afterSpace = replacement[^1] == ' ';
        }

        afterSpace &= _rules.RemoveExtraSpaces;
        return length;
    }

    /// <summary>What the start of the text becomes; returns how many of its bytes that is.</summary>
    private int Prefix(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        if (_userPieces is not null && _userPieces.Longest(text, out int length) >= 0)
        {
            replacement = text[..length];
            return length;
        }

        if (_map is not null && _map.TryLongest(text, out length, out replacement)) return length;
        bool isValid = Rune.DecodeFromUtf8(text, out _, out length) == OperationStatus.Done;
        replacement = isValid ? text[..length] : "\uFFFD"u8; // only a map that cuts through a character leads here
        return isValid ? length : 1;
    }

    private int TrimEnd(NormalizedBytes into, int end)
    {
        var space = _rules.EscapeSpaces ? EscapedSpace : " "u8;
        while (into.Bytes.EndsWith(space)) end = into.RemoveLast(space.Length);
        return end;
    }

    private void AddSpace(NormalizedBytes into, int origin) => into.Add(_rules.EscapeSpaces ? EscapedSpace : " "u8, origin);
}
