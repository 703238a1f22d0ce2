using System.Security.Cryptography;
using System.Text;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

public sealed class DocumentRecordTests
{
    private static readonly DocumentRecord s_record = new(12, new DocumentOrigin(3, 45, 6789, 1, TextHash.Of("text")), 101);

    [Fact]
    public void The_hash_is_the_beginning_of_sha256_of_the_text_without_the_space_around_it()
    {
        string expected = Convert.ToHexStringLower(SHA256.HashData("caf\u00e9 \u4e2d"u8))[..32];

        Assert.Equal(expected, $"{TextHash.Of(" caf\u00e9 \u4e2d\n"):x32}");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(new string('x', 5000))))[..32], $"{TextHash.Of(new string('x', 5000)):x32}");
        Assert.NotEqual(TextHash.Of("a b"), TextHash.Of("a  b"));
    }

    [Theory]
    [InlineData(0, 0, 1, 0, 0, 1)]
    [InlineData(long.MaxValue, int.MaxValue, long.MaxValue, long.MaxValue, int.MaxValue, int.MaxValue)]
    public void A_line_says_all(long document, int source, long line, long offset, int pass, int tokens)
    {
        var record = new DocumentRecord(document, new DocumentOrigin(source, line, offset, pass, UInt128.MaxValue), tokens);
        byte[] bytes = new byte[DocumentRecord.LongestLine];
        int length = record.Write(bytes);

        Assert.Equal((byte)'\n', bytes[length - 1]);
        Assert.True(DocumentRecord.TryRead(bytes.AsSpan(0, length - 1), out var read));
        Assert.Equal(record, read);
    }

    [Fact]
    public void A_changed_line_is_refused()
    {
        byte[] bytes = new byte[DocumentRecord.LongestLine];
        int length = s_record.Write(bytes) - 1;
        Assert.StartsWith("12\t3\t45\t6789\t1\t101\t", Encoding.ASCII.GetString(bytes), StringComparison.Ordinal);
        for (int at = 0; at < length - 8; at++)
        {
            byte[] changed = bytes[..length];
            changed[at] ^= 1;
            Assert.False(DocumentRecord.TryRead(changed, out _));
            Assert.False(DocumentRecord.TryRead(bytes.AsSpan(0, at), out _));
        }
    }

    [Theory]
    [InlineData("-1\t3\t45\t6789\t1\t101\t")]
    [InlineData("12\t3\t45\t6789\t1\t")]
    [InlineData("12\t3\t45\t6789\t1\t101\t7\t")]
    [InlineData("12\t3\t45\t6789\t1\t99999999999\t")]
    [InlineData("1e3\t3\t45\t6789\t1\t101\t")]
    public void A_forged_line_is_refused(string fields)
    {
        string line = fields + new string('a', 32) + "\t";
        byte[] forged = Encoding.ASCII.GetBytes($"{line}{Crc32C.Of(Encoding.ASCII.GetBytes(line)):x8}");

        Assert.False(DocumentRecord.TryRead(forged, out _));
    }
}
