using System.Runtime.CompilerServices;

namespace Cocoon.Text;

/// <summary>A tree over strings of bytes in one array: a step along a byte is one exclusive or, one load and one comparison.</summary>
/// <remarks>
/// Aoe 1989, "An efficient digital search algorithm by using a double-array structure", in the layout of Darts-clone, which SentencePiece's
/// files contain: bits 0 to 7 the label, bit 8 says that a key ends here, bits 10 to 30 the distance to the children (in units of 256 if
/// bit 9 is set), bit 31 marks the value of a key. Any content is safe: a step outside the array finds nothing.
/// </remarks>
internal sealed class DoubleArray(uint[] units)
{
    public const uint LabelMask = 1u << 31 | 0xFF, Ends = 1u << 8, ValueMark = 1u << 31;

    /// <summary>The array itself.</summary>
    public ReadOnlySpan<uint> Units => units;

    /// <summary>Where every search begins.</summary>
    public uint Root { get; } = units.Length > 0 ? Distance(units[0]) : 0;

    /// <summary>Goes along a byte; false if no key goes on like this.</summary>
    /// <param name="node">Where the search is; moves.</param>
    /// <param name="label">The next byte.</param>
    /// <param name="value">The value of the key that ends here, or −1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryStep(ref uint node, byte label, out int value)
    {
        uint[] array = units;
        uint at = node ^ label;
        value = -1;
        if (at >= (uint)array.Length) return false;
        uint unit = array[at];
        if ((unit & LabelMask) != label) return false;
        node = at ^ Distance(unit);
        if ((unit & Ends) != 0 && node < (uint)array.Length && (int)array[node] is < 0 and int marked) value = marked & int.MaxValue;
        return true;
    }

    /// <summary>The value of the longest key that <paramref name="text"/> starts with, or −1.</summary>
    public int Longest(ReadOnlySpan<byte> text, out int length)
    {
        int best = -1;
        length = 0;
        uint node = Root;
        for (int i = 0; i < text.Length && TryStep(ref node, text[i], out int value); i++)
            if (value >= 0) (best, length) = (value, i + 1);
        return best;
    }

    /// <summary>The value of the shortest key that <paramref name="text"/> starts with, or −1.</summary>
    public int Shortest(ReadOnlySpan<byte> text)
    {
        uint node = Root;
        foreach (byte b in text)
        {
            if (!TryStep(ref node, b, out int value)) break;
            if (value >= 0) return value;
        }

        return -1;
    }

    /// <summary>The value of a key, or −1.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        uint node = Root;
        int value = -1;
        foreach (byte b in key)
            if (!TryStep(ref node, b, out value)) return -1;
        return value;
    }

    private static uint Distance(uint unit) => unit >> 10 << (int)((unit & 1u << 9) >> 6);
}
