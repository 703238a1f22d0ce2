using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>Mutated <c>.model</c> files are read or refused with a <see cref="CorpusException"/>, take memory in proportion to their size, and what is read can be used.</summary>
public sealed class SentencePieceHostileTests
{
    private const int Rounds = 100_000;

    // Overlong and huge numbers, wrong wire types, groups, lengths beyond the end, text that is not UTF-8, numbers that are not finite.
    private static readonly byte[][] s_splices =
    [
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
        [0x0B], [0x0C], [0x08], [0x0D], [0x0A, 0x7F], [0x0A, 0x00], [0xFF], [0xED, 0xA0, 0x80], [0x15, 0, 0, 0xC0, 0x7F], [0x18, 0x02], [0x18, 0x06], [0x1A, 0x00], [0x12, 0x02, 0x18, 0x02], [0],
    ];

    [Fact]
    public void Mutated_models_are_read_or_refused()
    {
        byte[] seed = SentencePieceGolden.Load().Models["tiny"].Bytes;
        var ids = new IntList();
        var offsets = new List<TokenSpan>();
        Use(seed);
        int refused = 0;
        for (uint round = 0; round < Rounds; round++)
        {
            byte[] content = Mutate(seed, new RandomStream(17, round, 0));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Use(content);
            }
            catch (CorpusException)
            {
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8L * content.Length + (16 << 20));
        }

        Assert.InRange(refused, Rounds / 10, Rounds - Rounds / 10);

        void Use(byte[] content)
        {
            var tokenizer = SentencePieceTokenizer.Parse("hostile.model", content);
            ids.Clear();
            offsets.Clear();
            tokenizer.Encode(" aba\u0301e\u0301 ﬁ\u3000cab …x", ids, offsets);
            tokenizer.Decode(ids.Span);
        }
    }

    private static byte[] Mutate(byte[] seed, RandomStream random)
    {
        byte[] bytes = seed;
        int edits = 1 + random.Below(3, 0);
        for (ulong e = 1; e <= (ulong)edits; e++)
        {
            // Half of the edits hit the part before the character map, where the structure is.
            int at = random.Below(random.Below(2, 10 * e) == 0 ? Math.Min(bytes.Length, 300) + 1 : bytes.Length + 1, 10 * e + 1);
            byte[] splice = s_splices[random.Below(s_splices.Length, 10 * e + 2)];
            int cut = Math.Min(bytes.Length - at, random.Below(20, 10 * e + 3));
            switch (random.Below(6, 10 * e + 4))
            {
                case 0: bytes = [.. bytes[..at], .. splice, .. bytes[at..]]; break;
                case 1: bytes = [.. bytes[..at], .. bytes[(at + cut)..]]; break;
                case 2: bytes = bytes[..at]; break;
                case 3: bytes = [.. bytes[..at], .. bytes.AsSpan(Math.Max(0, at - cut), Math.Min(at, cut)), .. bytes[at..]]; break;
                default:
                    bytes = [.. bytes];
                    if (at < bytes.Length) bytes[at] = (byte)(cut % 2 == 0 ? bytes[at] ^ 1 << (cut % 8) : splice[0]);
                    break;
            }
        }

        return bytes;
    }
}
