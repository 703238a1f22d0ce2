using Cocoon.Determinism;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class GzipInputTests : IDisposable
{
    // Lines of varying words, so that the compressed form has several hundred bytes.
    private static readonly string s_text = string.Concat(Enumerable.Range(0, 400).Select(i => $"{{\"text\": \"line {i * 7919 % 1000} of {i}\"}}\n"));

    private readonly ScratchFolder _folder = new();

    private int Count(byte[] content) => TextCorpus.Open([_folder.Write("a.jsonl.gz", content)]).Read().Count();

    [Fact]
    public void A_whole_file_is_read()
    {
        Assert.Equal(400, Count(ScratchFolder.Gzip(s_text)));
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        byte[] whole = ScratchFolder.Gzip(s_text);

        for (int length = 1; length < whole.Length; length += length is < 30 || length > whole.Length - 30 ? 1 : 13)
            Assert.Throws<CorpusException>(() => Count(whole[..length]));
    }

    [Fact]
    public void Several_members_are_one_file_and_a_cut_in_any_of_them_is_found()
    {
        byte[] first = ScratchFolder.Gzip(s_text);
        byte[] both = [.. first, .. ScratchFolder.Gzip("{\"text\": \"the end\"}\n")];

        Assert.Equal(401, Count(both));
        for (int length = first.Length + 1; length < both.Length; length++) Assert.Throws<CorpusException>(() => Count(both[..length]));
    }

    [Fact]
    public void What_follows_the_last_member_is_refused() =>
        Assert.Throws<CorpusException>(() => Count([.. ScratchFolder.Gzip(s_text), .. "garbage that is no member"u8]));

    [Fact]
    public void A_flipped_bit_is_found_or_harmless()
    {
        byte[] whole = ScratchFolder.Gzip(s_text);
        var random = new RandomStream(1, 0, 0);
        int refused = 0;
        for (ulong i = 0; i < 300; i++)
        {
            byte[] damaged = [.. whole];
            int at = random.Below(8 * damaged.Length, i);
            damaged[at / 8] ^= (byte)(1 << at % 8);
            try
            {
                Assert.Equal(400, Count(damaged)); // bits of the header's time and system say nothing about the text
            }
            catch (CorpusException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 280, 300);
    }

    public void Dispose() => _folder.Dispose();
}
