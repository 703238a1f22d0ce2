using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class DurableFileTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void Content_replaces_what_was_there()
    {
        string path = _folder.Write("a.bin", "old and longer");

        DurableFile.Write(path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_failure_on_the_way_leaves_the_old_content_and_nothing_beside()
    {
        string path = _folder.Write("a.bin", "old");

        Assert.Throws<IOException>(() => DurableFile.Write(path, stream =>
        {
            stream.Write("half of the n"u8);
            throw new IOException("disk full");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_folder_can_be_flushed_and_a_missing_one_is_refused()
    {
        DurableFile.FlushDirectory(_folder.Path);

        if (!OperatingSystem.IsWindows())
            Assert.Contains("none", Assert.Throws<IOException>(() => DurableFile.FlushDirectory(_folder.At("none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksum_is_the_one_of_gzip()
    {
        Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8)); // the check value of CRC-32/ISO-HDLC
        Assert.Equal(Crc32.Append(0, "123456789 123456789"u8), Crc32.Append(Crc32.Append(0, "1234567"u8), "89 123456789"u8));
    }

    public void Dispose() => _folder.Dispose();
}
