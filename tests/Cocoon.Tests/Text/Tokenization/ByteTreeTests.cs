using System.Text;
using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>The double array and the character map that is stored in one.</summary>
public sealed class ByteTreeTests
{
    [Theory]
    [InlineData(1, 4)]
    [InlineData(300, 256)]
    [InlineData(20_000, 3)]
    [InlineData(20_000, 255)]
    public void Exactly_the_keys_are_found(int count, int alphabet)
    {
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        var random = new RandomStream(5, (uint)count, (uint)alphabet);
        for (int i = 0; i < count; i++)
        {
            ulong at = 16UL * (ulong)i;
            char[] key = new char[1 + random.Below(12, at)];
            for (int k = 0; k < key.Length; k++) key[k] = (char)(1 + random.Below(Math.Min(alphabet, 255), at + 1 + (ulong)k));
            keys[new string(key)] = i;
        }

        var tree = DoubleArrayBuilder.Build([.. keys.Select(pair => (Encoding.Latin1.GetBytes(pair.Key), pair.Value))]);

        foreach (var (key, value) in keys)
        {
            Assert.Equal(value, tree.Find(Encoding.Latin1.GetBytes(key)));
            string text = key + "\u0001";
            Assert.Equal(keys.GetValueOrDefault(text, -1), tree.Find(Encoding.Latin1.GetBytes(text)));
            int longest = Enumerable.Range(1, text.Length).Last(n => keys.ContainsKey(text[..n]));
            Assert.Equal(keys[text[..longest]], tree.Longest(Encoding.Latin1.GetBytes(text), out int length));
            Assert.Equal(longest, length);
            int shortest = Enumerable.Range(1, text.Length).First(n => keys.ContainsKey(text[..n]));
            Assert.Equal(keys[text[..shortest]], tree.Shortest(Encoding.Latin1.GetBytes(text)));
        }

        Assert.Equal(-1, tree.Find([0]));
        Assert.Equal(-1, tree.Find([]));
    }

    [Fact]
    public void A_tree_beyond_two_million_units_still_finds_its_keys()
    {
        var keys = new (byte[] Key, int Value)[300_000];
        var random = new RandomStream(9, 0, 0);
        for (int i = 0; i < keys.Length; i++)
        {
            var (x0, x1, x2, _) = random.Block((ulong)i);
            keys[i] = ([.. new[] { x0, x1, x2 }.SelectMany(BitConverter.GetBytes).Select(b => Math.Max(b, (byte)1))], i);
        }

        var tree = DoubleArrayBuilder.Build([.. keys]);

        Assert.True(tree.Units.Length > 1 << 21);
        foreach (var (key, value) in keys) Assert.Equal(value, tree.Find(key));
    }

    [Fact]
    public void A_search_stays_inside_any_array()
    {
        var random = new RandomStream(8, 0, 0);
        uint[] units = [.. Enumerable.Range(0, 1000).Select(i => (uint)random.Below(int.MaxValue, (ulong)i) << (i % 2))];
        var tree = new DoubleArray(units);

        for (int i = 0; i < 256; i++) tree.Longest([(byte)i, 1, 2, 3, 4, 5], out _);

        Assert.Equal(-1, new DoubleArray([]).Longest([1], out _));
    }

    [Theory]
    [InlineData(new byte[] { }, "0 bytes")]
    [InlineData(new byte[] { 8, 0, 0, 0, 1, 2, 3, 4 }, "8 bytes")]
    [InlineData(new byte[] { 3, 0, 0, 0, 1, 2, 3, 4 }, "3 bytes")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4 }, "bytes")]
    [InlineData(new byte[] { 4, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0 }, "not UTF-8")]
    [InlineData(new byte[] { 4, 0, 0, 0, 9, 0, 0, 0x80, 65, 0 }, "points to byte 9")]
    [InlineData(new byte[] { 4, 0, 0, 0, 1, 0, 0, 0x80, 0xC3, 0xA9 }, "points to byte 1")]
    public void A_damaged_map_is_refused(byte[] bytes, string expected)
    {
        Assert.Null(PrecompiledMap.TryParse(bytes, out string problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replacement_of_any_length_is_not_believed()
    {
        byte[] bytes = [4, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat((byte)'x', 1001)];

        Assert.Null(PrecompiledMap.TryParse(bytes, out string problem));
        Assert.Contains("1,001 bytes", problem, StringComparison.Ordinal);
    }
}
