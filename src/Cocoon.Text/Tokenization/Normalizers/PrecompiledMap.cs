using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Cocoon.Text;

/// <summary>Replacements of character sequences: SentencePiece's <c>precompiled_charsmap</c>, which <c>tokenizer.json</c> calls "Precompiled".</summary>
/// <remarks>The bytes are: size of the tree (32 bits, little endian), a <see cref="DoubleArray"/>, then all replacements in UTF-8, each ended by a NUL; a key's value is where its replacement starts.</remarks>
internal sealed class PrecompiledMap
{
    // The longest in use stands for U+FDFA and has 33 bytes; a file cannot blow up text much beyond that.
    private const int MaxReplacement = 1000;

    private readonly DoubleArray _tree;
    private readonly byte[] _replacements;

    private PrecompiledMap(DoubleArray tree, byte[] replacements) => (_tree, _replacements) = (tree, replacements);

    /// <summary>The map in its binary form.</summary>
    /// <param name="bytes">What the file holds.</param>
    /// <param name="problem">What is wrong with the bytes if the result is null.</param>
    public static PrecompiledMap? TryParse(ReadOnlySpan<byte> bytes, out string problem)
    {
        uint size = bytes.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        problem = size == 0 || size % 4 != 0 || size > (uint)bytes.Length - 4
            ? $"its tree has {size:N0} bytes, but {Math.Max(0, bytes.Length - 4):N0} are there" : "";
        if (problem.Length > 0) return null;
        uint[] units = new uint[size / 4];
        bytes.Slice(4, (int)size).CopyTo(MemoryMarshal.AsBytes(units.AsSpan()));
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(units, units);
        byte[] replacements = bytes[(4 + (int)size)..].ToArray();
        problem = FirstProblem(units, replacements) ?? "";
        return problem.Length > 0 ? null : new PrecompiledMap(new DoubleArray(units), replacements);
    }

    /// <summary>The binary form of some replacements; the result depends on nothing but them.</summary>
    /// <param name="rules">What becomes of which text; neither holds NUL, and no key is empty.</param>
    public static byte[] Compile(IReadOnlyDictionary<string, string> rules)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var replacements = new ArrayBufferWriter<byte>();
        foreach (string replacement in rules.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            places.Add(replacement, replacements.WrittenCount);
            replacements.Write(Encoding.UTF8.GetBytes(replacement + "\0"));
        }

        var tree = DoubleArrayBuilder.Build([.. rules.Select(rule => (Encoding.UTF8.GetBytes(rule.Key), places[rule.Value]))], shares: true);
        byte[] bytes = new byte[4 + 4 * tree.Units.Length + replacements.WrittenCount];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 4 * tree.Units.Length);
        for (int i = 0; i < tree.Units.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 + 4 * i), tree.Units[i]);
        replacements.WrittenSpan.CopyTo(bytes.AsSpan(4 + 4 * tree.Units.Length));
        return bytes;
    }

    /// <summary>Finds the longest key at the start of a text, as SentencePiece does.</summary>
    public bool TryLongest(ReadOnlySpan<byte> text, out int length, out ReadOnlySpan<byte> replacement) =>
        TryReplacement(_tree.Longest(text, out length), out replacement);

    /// <summary>Finds the shortest key at the start of a text, as the Hugging Face library does.</summary>
    public bool TryShortest(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement) =>
        TryReplacement(_tree.Shortest(text), out replacement);

    /// <summary>True if an ASCII character stays as it is whenever another ASCII character or nothing follows.</summary>
    public bool Keeps(byte ascii)
    {
        uint node = _tree.Root;
        if (!_tree.TryStep(ref node, ascii, out int value)) return true;
        if (value >= 0) return false;
        for (byte next = 0; next < 0x80; next++)
        {
            uint after = node;
            if (_tree.TryStep(ref after, next, out _)) return false;
        }

        return true;
    }

    private bool TryReplacement(int start, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        if (start < 0) return false;
        replacement = _replacements.AsSpan(start);
        int end = replacement.IndexOf((byte)0);
        if (end >= 0) replacement = replacement[..end];
        return true;
    }

    private static string? FirstProblem(uint[] units, byte[] replacements)
    {
        if (!Utf8.IsValid(replacements)) return "its replacements are not UTF-8";
        for (int at = 0; at < replacements.Length;)
        {
            int length = replacements.AsSpan(at).IndexOf((byte)0);
            if (length < 0) length = replacements.Length - at;
            if (length > MaxReplacement) return $"its replacement at byte {at:N0} has {length:N0} bytes; at most {MaxReplacement:N0} make sense";
            at += length + 1;
        }

        foreach (uint unit in units)
        {
            uint value = unit & ~DoubleArray.ValueMark;
            if (unit < DoubleArray.ValueMark || value == 0) continue;
            if (value >= (uint)replacements.Length || (replacements[value] & 0xC0) == 0x80) return $"it points to byte {value:N0} of {replacements.Length:N0} bytes of replacements";
        }

        return null;
    }
}
