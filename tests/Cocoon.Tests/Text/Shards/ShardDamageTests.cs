using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

public sealed class ShardDamageTests(ShardFixture fixture) : IClassFixture<ShardFixture>
{
    private static readonly int[][] s_documents = ShardFixture.Documents(40, 60);

    [Fact]
    public void A_flipped_bit_anywhere_is_found_and_named()
    {
        string folder = fixture.Write(s_documents);
        string[] files = Directory.GetFiles(folder);
        long[] lengths = [.. files.Select(f => new FileInfo(f).Length)];
        var stream = new RandomStream(3, 0, 0);

        for (ulong i = 0; i < 300; i++)
        {
            long place = stream.Below((int)lengths.Sum(), 2 * i);
            int file = 0;
            while (place >= lengths[file]) place -= lengths[file++];
            byte[] bytes = File.ReadAllBytes(files[file]);
            bytes[place] ^= (byte)(1 << stream.Below(8, 2 * i + 1));
            using (new FileDamage(files[file], bytes))
            {
                var e = Assert.Throws<ShardException>(() => ShardFixture.OpenAndReadAll(folder));
                Assert.Equal(files[file], e.File);
                Assert.NotNull(e.Offset);
                Assert.Contains($"byte {e.Offset}", e.Message, StringComparison.Ordinal);
            }
        }
        Assert.Equal(s_documents.SelectMany(d => d), ShardFixture.OpenAndReadAll(folder));
    }

    [Fact]
    public void Reading_a_damaged_block_is_refused_at_its_offset_and_other_blocks_still_read()
    {
        string folder = fixture.Write([Enumerable.Range(5, 100).ToArray()]);   // 32 ids to a block
        string shard = Path.Combine(folder, "shard-00000.tokens");
        byte[] bytes = File.ReadAllBytes(shard);
        int secondBlock = 128 + 64 + 4;
        bytes[secondBlock + 10] ^= 1;
        using var damage = new FileDamage(shard, bytes);
        using var set = ShardSet.Open(folder);
        int[] into = new int[1];

        set.Read(0, 0, into);
        Assert.Equal(5, into[0]);
        for (int attempt = 0; attempt < 2; attempt++)
            Assert.Equal(secondBlock, Assert.Throws<ShardException>(() => set.Read(0, 40, into)).Offset);
        set.Read(0, 64, into);
        Assert.Equal(69, into[0]);
        set.Dispose();
    }

    [Fact]
    public void A_cut_file_is_refused_at_every_length()
    {
        string folder = fixture.Write(s_documents);
        foreach (string file in Directory.GetFiles(folder))
        {
            byte[] bytes = File.ReadAllBytes(file);
            for (int i = 0; i < 60; i++)
            {
                using var damage = new FileDamage(file, bytes[..(bytes.Length * i / 60)]);
                Assert.Equal(file, Assert.Throws<ShardException>(() => ShardFixture.OpenAndReadAll(folder)).File);
            }
            using (new FileDamage(file, [.. bytes, 0])) Assert.Throws<ShardException>(() => ShardFixture.OpenAndReadAll(folder));
        }
    }

    [Fact]
    public void A_missing_file_is_refused_by_name()
    {
        string folder = fixture.Write(s_documents);
        foreach (string file in Directory.GetFiles(folder))
        {
            byte[] bytes = File.ReadAllBytes(file);
            File.Delete(file);
            Assert.Equal(file, Assert.Throws<ShardException>(() => ShardSet.Open(folder)).File);
            File.WriteAllBytes(file, bytes);
        }
        Assert.Throws<ShardException>(() => ShardSet.Open(fixture.NewFolder()));
    }

    [Fact]
    public void Exchanged_shards_and_shards_of_another_set_are_refused()
    {
        int[][] documents = [.. Enumerable.Range(0, 20).Select(i => Enumerable.Repeat(10 + i, 100).ToArray())];
        string folder = fixture.Write(documents), other = fixture.Write(documents[10..]);
        string first = Path.Combine(folder, "shard-00000.tokens"), second = Path.Combine(folder, "shard-00001.tokens");

        using (new FileDamage(first, File.ReadAllBytes(second))) Assert.Throws<ShardException>(() => ShardSet.Open(folder));
        using (new FileDamage(first, File.ReadAllBytes(Path.Combine(other, "shard-00000.tokens"))))
        {
            var e = Assert.Throws<ShardException>(() => ShardFixture.OpenAndReadAll(folder));   // its own checks all hold
            Assert.Contains("SHA-256", e.Message, StringComparison.Ordinal);
        }
    }
}
