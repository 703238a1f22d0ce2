using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Cocoon.Text;

/// <summary>What is recorded about a document that went into a shard set.</summary>
/// <param name="Document">Its number in the set, from 0.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Tokens">Its number of tokens.</param>
/// <remarks>
/// A line of text, tab-separated, that ends with its own checksum, so that damage is found where it is:
/// <c>document source line offset pass tokens sha256 crc32c</c>.
/// </remarks>
public readonly record struct DocumentRecord(long Document, DocumentOrigin Origin, int Tokens)
{
    /// <summary>First line of a file of records.</summary>
    internal const string Heading = "document\tsource\tline\toffset\tpass\ttokens\tsha256\tcrc32c\n";

    /// <summary>No line is longer.</summary>
    internal const int LongestLine = 160;

    private const int CrcDigits = 8, HashDigits = 32;

    /// <summary>Writes the line and returns its length.</summary>
    internal int Write(Span<byte> line)
    {
        bool written = Encoding.ASCII.TryGetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{Document}\t{Origin.Source}\t{Origin.Line}\t{Origin.Offset}\t{Origin.Pass}\t{Tokens}\t{Origin.Hash:x32}\t"), line, out int length);
        if (!written) throw new InvalidOperationException("A record is longer than the longest line.");
        Encoding.ASCII.TryGetBytes(string.Create(CultureInfo.InvariantCulture, $"{Crc32C.Of(line[..length]):x8}\n"), line[length..], out int end);
        return length + end;
    }

    /// <summary>Reads a line without its line feed; false if it is not what <see cref="Write"/> writes.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> line, out DocumentRecord record)
    {
        record = default;
        if (line.Length is < CrcDigits + HashDigits or > LongestLine
            || !TryHexadecimal(line[^CrcDigits..], out var crc) || crc != Crc32C.Of(line[..^CrcDigits])) return false;
        bool sound = TryNumber(ref line, long.MaxValue, out long document) & TryNumber(ref line, int.MaxValue, out long source)
            & TryNumber(ref line, long.MaxValue, out long at) & TryNumber(ref line, long.MaxValue, out long offset)
            & TryNumber(ref line, int.MaxValue, out long pass) & TryNumber(ref line, int.MaxValue, out long tokens);
        if (!sound || line.Length != HashDigits + 1 + CrcDigits || !TryHexadecimal(line[..HashDigits], out var hash)) return false;
        record = new DocumentRecord(document, new DocumentOrigin((int)source, at, offset, (int)pass, hash), (int)tokens);
        return true;
    }

    // Takes a number and the tabulator after it off the line.
    private static bool TryNumber(ref ReadOnlySpan<byte> line, long largest, out long number)
    {
        if (!Utf8Parser.TryParse(line, out number, out int length) || number < 0 || number > largest || length >= line.Length || line[length] != '\t') return false;
        line = line[(length + 1)..];
        return true;
    }

    private static bool TryHexadecimal(ReadOnlySpan<byte> digits, out UInt128 value) =>
        UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
