using Cocoon.Determinism;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

public sealed class ShardSetTests(ShardFixture fixture) : IClassFixture<ShardFixture>
{
    [Theory]
    [InlineData(1000, 2)]
    [InlineData(65536, 2)]
    [InlineData(65537, 4)]
    [InlineData(1 << 20, 4)]
    public void Documents_survive_the_round_trip(int vocabularySize, int idBytes)
    {
        int[][] documents = ShardFixture.Documents(60, 90, vocabularySize);
        string folder = fixture.Write(documents, ShardFixture.SmallShards with { VocabularySize = vocabularySize });

        using var set = ShardSet.Open(folder, ShardFixture.Tokenizer);

        Assert.Equal(idBytes, set.Manifest.IdBytes);
        Assert.Equal(documents.Length, set.Documents);
        Assert.Equal(documents.Sum(d => d.Length), set.Tokens);
        Assert.True(set.Manifest.Shards.Count > 4);
        Assert.Equal("kept", set.Manifest.Options["note"]);
        Assert.Equal([new ShardSource("a.txt", 12)], set.Manifest.Sources);
        Assert.Equal(documents.SelectMany(d => d), ShardFixture.ReadAll(set));
        set.Verify();
    }

    [Fact]
    public void Any_part_of_any_document_can_be_read_in_any_order()
    {
        int[][] documents = ShardFixture.Documents(80, 150);
        using var set = ShardSet.Open(fixture.Write(documents));
        var stream = new RandomStream(8, 0, 0);

        for (ulong i = 0; i < 6000; i += 3)
        {
            int document = stream.Below(documents.Length, i);
            int from = stream.Below(documents[document].Length + 1, i + 1);
            int[] into = new int[stream.Below(documents[document].Length - from + 1, i + 2)];

            set.Read(document, from, into);

            Assert.Equal(documents[document].Length, set.LengthOf(document));
            Assert.Equal(documents[document][from..(from + into.Length)], into);
        }
    }

    [Fact]
    public void Several_threads_read_at_once()
    {
        int[][] documents = ShardFixture.Documents(80, 150);
        using var set = ShardSet.Open(fixture.Write(documents));
        int[] expected = [.. documents.SelectMany(d => d)];
        int[][] read = new int[4][];

        var threads = Enumerable.Range(0, 4).Select(t => new Thread(() => read[t] = ShardFixture.ReadAll(set))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.All(read, ids => Assert.Equal(expected, ids));
    }

    [Fact]
    public void Bytes_depend_on_the_documents_and_the_options_alone()
    {
        int[][] documents = ShardFixture.Documents(30, 90), others = ShardFixture.Documents(30, 90, seed: 6);
        string first = fixture.Write(documents), second = fixture.Write(documents), moved = fixture.Write(others);

        foreach (string file in Directory.GetFiles(first))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(second, Path.GetFileName(file))));
            string other = Path.Combine(moved, Path.GetFileName(file));
            Assert.False(File.Exists(other) && File.ReadAllBytes(file).SequenceEqual(File.ReadAllBytes(other)));
        }
    }

    [Fact]
    public void Reads_outside_a_document_are_refused()
    {
        using var set = ShardSet.Open(fixture.Write([[7, 8, 9], [10]]));

        Assert.Throws<ArgumentOutOfRangeException>(() => set.Read(0, 1, new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Read(0, -1, new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Read(2, 0, new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.LengthOf(-1));
    }

    [Fact]
    public void Another_tokenizer_is_refused()
    {
        string folder = fixture.Write([[7, 8, 9]]);

        var e = Assert.Throws<ShardException>(() => ShardSet.Open(folder, "another"));

        Assert.Contains("another", e.Message, StringComparison.Ordinal);
        Assert.Contains(ShardFixture.Tokenizer, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warm_reading_allocates_nothing()
    {
        using var set = ShardSet.Open(fixture.Write(ShardFixture.Documents(80, 150)));
        int[] into = new int[1];
        for (int round = 0; round < 3; round++)
            for (int d = 0; d < set.Documents; d++) set.Read(d, 0, into);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int d = 0; d < set.Documents; d++) set.Read(d, 0, into);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tolerances.PooledBytes);
    }

    [Fact]
    public void Checksum_is_the_Castagnoli_one() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));   // the catalogue's check value

    [Fact]
    public void Checksum_goes_on_where_it_stopped() => Assert.Equal(Crc32C.Of("123456789"u8), Crc32C.Of("456789"u8, Crc32C.Of("123"u8)));
}
