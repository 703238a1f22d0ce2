using Cocoon.Determinism;
using Xunit;

namespace Cocoon.Tests.Determinism;

public sealed class DeterminismTests
{
    // Random123 1.09, kat_vectors: philox4x32, 10 rounds; counter, key, expected.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_words(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block(k0, k1, c0, c1, c2, c3));

    [Fact]
    public void Seed_step_stream_and_index_each_move_the_numbers()
    {
        var stream = new StepKey(1, 2).Stream(3);
        uint[] words = [stream.Word(4), stream.Word(5), new StepKey(1, 2).Stream(4).Word(4), new StepKey(1, 3).Stream(3).Word(4), new StepKey(2, 2).Stream(3).Word(4), stream.Word(4 | 1UL << 32)];

        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.Equal(words[0], new StepKey(1, 2).Stream(3).Word(4));
    }

    [Fact]
    public void Uniform_numbers_fill_the_interval_and_whole_ones_stay_below_their_bound()
    {
        var stream = new RandomStream(9, 0, 0);
        float[] uniform = [.. Enumerable.Range(0, 10_000).Select(i => stream.Uniform((ulong)i))];

        Assert.All(uniform, u => Assert.InRange(u, 0f, 0.99999995f));
        Assert.Equal(0.5, uniform.Average(), 4 * Math.Sqrt(1 / 12.0 / uniform.Length));
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 100).Select(i => stream.Below(3, (ulong)i)).Distinct().Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    [InlineData(4097)]
    public void A_permutation_has_each_element_once(long length)
    {
        var permutation = new Permutation(length, new RandomStream(1, 2, 3));
        long[] order = [.. Enumerable.Range(0, (int)length).Select(i => permutation[i])];

        Assert.Equal(Enumerable.Range(0, (int)length).Select(i => (long)i), order.Order());
        if (length < 64) return;
        var other = new Permutation(length, new RandomStream(1, 3, 3));
        Assert.NotEqual(order, Enumerable.Range(0, (int)length).Select(i => other[i]));
        Assert.InRange(order.Where((element, place) => element == place).Count(), 0, 8); // one expected
    }

    [Fact]
    public void A_permutation_reaches_beyond_32_bits()
    {
        var permutation = new Permutation(1L << 40, new RandomStream(1, 2, 3));
        long[] some = [.. Enumerable.Range(0, 100).Select(i => permutation[i])];

        Assert.Equal(100, some.Distinct().Count());
        Assert.Contains(some, e => e > uint.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[1L << 40]);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(5, 5)]
    [InlineData(11, 5)]
    public void A_partition_covers_everything_once(long length, long block)
    {
        var partition = new Partition(length, block);
        long next = 0;
        for (int b = 0; b < partition.Blocks; b++)
        {
            Assert.Equal(next, partition.Start(b));
            Assert.InRange(partition.End(b) - next, 1, block);
            next = partition.End(b);
        }
        Assert.Equal(length, next);
    }

    [Theory]
    [InlineData("", 14695981039346656037UL)]
    [InlineData("a", 0xaf63dc4c8601ec8cUL)] // FNV-1a, 64 bits, of the byte 61
    public void The_stable_hash_is_fnv_1a(string text, ulong hash) => Assert.Equal(hash, StableHash.Of(text));
}
