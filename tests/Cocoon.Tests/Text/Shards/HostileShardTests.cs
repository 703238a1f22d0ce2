using System.Buffers.Binary;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

/// <summary>Files whose checksums are right and whose content lies.</summary>
public sealed class HostileShardTests(ShardFixture fixture) : IClassFixture<ShardFixture>
{
    private static readonly int[][] s_documents = ShardFixture.Documents(40, 60);

    [Theory]
    [InlineData(12, 4, 0)]
    [InlineData(12, 4, 1 << 30)]
    [InlineData(16, 4, 0)]
    [InlineData(16, 4, -64)]
    [InlineData(16, 4, int.MaxValue)]
    [InlineData(24, 8, 0)]
    [InlineData(24, 8, -1)]
    [InlineData(24, 8, long.MaxValue)]
    [InlineData(24, 8, 1L << 40)]
    [InlineData(32, 8, -1)]
    [InlineData(32, 8, long.MaxValue)]
    [InlineData(32, 8, int.MaxValue)]
    public void A_header_that_lies_is_refused_before_memory_is_taken(int at, int width, long value)
    {
        string folder = fixture.Write(s_documents), shard = Path.Combine(folder, "shard-00000.tokens");
        byte[] bytes = File.ReadAllBytes(shard);
        if (width == 4) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), (int)value);
        else BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(124), Crc32C.Of(bytes.AsSpan(0, 124)));
        File.WriteAllBytes(shard, bytes);

        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<ShardException>(() => ShardSet.Open(folder));

        Assert.Equal(shard, e.File);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("\"format\": 2", "\"format\": 1")]
    [InlineData("\"format\": 2", "\"formatt\": 2")]
    [InlineData("\"format\": 2", "\"format\": 2, \"format\": 2")]
    [InlineData("\"format\": 2", "\"format\": 2, \"extra\": [[[[[[[[[[]]]]]]]]]]")]
    [InlineData("\"idBytes\": 2", "\"idBytes\": 3")]
    [InlineData("\"idBytes\": 2", "\"idBytes\": 4")]
    [InlineData("\"idBytes\": 2", "\"idBytes\": 1e99")]
    [InlineData("\"vocabularySize\": 1000", "\"vocabularySize\": 0")]
    [InlineData("\"vocabularySize\": 1000", "\"vocabularySize\": 100")]
    [InlineData("shard-00000.tokens", "../shard-00000.tokens")]
    [InlineData("shard-00000.tokens", "shard-00001.tokens")]
    [InlineData("\"tokenizer\": \"tokenizer-fingerprint\"", "\"tokenizer\": \"forged\"")]
    [InlineData("\"tokenizer\": \"tokenizer-fingerprint\"", "\"tokenizer\": null")]
    [InlineData("\"documents\": 40", "\"documents\": 41")]
    [InlineData("shard-00000.documents.tsv", "../shard-00000.documents.tsv")]
    [InlineData("\"recordSha256\": \"", "\"recordSha256\": \"0")]
    [InlineData("\"recordBytes\": ", "\"recordBytes\": -")]
    [InlineData("\"sha256\": \"", "\"sha256\": \"0")]
    [InlineData("\"sha256\": \"", "\"sha256\": null, \"x\": \"")]
    [InlineData("\"shards\": [", "\"shards\": [ null,")]
    [InlineData("\"sources\": [", "\"sources\": [ null,")]
    [InlineData("\"shards\"", "\"\\ud800\"")]
    public void A_forged_manifest_is_refused(string was, string becomes)
    {
        string folder = fixture.Write(s_documents);
        ShardFixture.OpenAndReadAll(folder);

        ShardFixture.ForgeManifest(folder, text => text.Replace(was, becomes, StringComparison.Ordinal));

        Assert.Throws<ShardException>(() => ShardFixture.OpenAndReadAll(folder));
    }

    [Fact]
    public void Resealing_alone_is_harmless()
    {
        string folder = fixture.Write(s_documents), path = Path.Combine(folder, "manifest.json");
        byte[] bytes = File.ReadAllBytes(path);

        ShardFixture.ForgeManifest(folder, text => text);

        Assert.Equal(bytes, File.ReadAllBytes(path));
        ShardFixture.OpenAndReadAll(folder);
    }

    [Theory]
    [InlineData(0, 1u)]
    [InlineData(1, 0u)]
    [InlineData(1, uint.MaxValue)]
    [InlineData(2, 99u)]
    public void An_index_that_lies_is_refused(int entry, uint start)
    {
        string folder = fixture.Write([[7, 8, 9], [10, 11]]), shard = Path.Combine(folder, "shard-00000.tokens");
        byte[] bytes = File.ReadAllBytes(shard);
        var index = bytes.AsSpan(^16..^4);   // three starts
        BinaryPrimitives.WriteUInt32LittleEndian(index[(4 * entry)..], start);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(^4..), Crc32C.Of(index));
        File.WriteAllBytes(shard, bytes);

        var e = Assert.Throws<ShardException>(() => ShardSet.Open(folder));

        Assert.InRange(e.Offset!.Value, bytes.Length - 16, bytes.Length - 4);
    }
}
