using Cocoon.Determinism;

namespace Cocoon.Testing;

/// <summary>Makes hostile files from good ones.</summary>
public static class Mutation
{
    private const ulong WordsPerEdit = 10;
    private const int LongestRepetition = 40;

    /// <summary>The bytes with one to three edits: a flipped bit, something foreign put in, something taken out, the end cut off, a part repeated.</summary>
    /// <param name="seed">Good bytes.</param>
    /// <param name="foreign">What may be put in.</param>
    /// <param name="random">Which edits.</param>
    public static byte[] Of(byte[] seed, byte[][] foreign, RandomStream random)
    {
        var bytes = new List<byte>(seed);
        int edits = 1 + random.Below(3, 0);
        for (ulong word = WordsPerEdit; word <= (ulong)edits * WordsPerEdit; word += WordsPerEdit)
        {
            int at = random.Below(bytes.Count + 1, word);
            switch (random.Below(5, word + 1))
            {
                case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Below(8, word + 2)); break;
                case 1: bytes.InsertRange(at, foreign[random.Below(foreign.Length, word + 2)]); break;
                case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Below(20, word + 2))); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                default:
                    int end = random.Below(seed.Length, word + 2);
                    bytes.InsertRange(at, seed[Math.Max(0, end - LongestRepetition)..end]);
                    break;
            }
        }
        return [.. bytes];
    }
}
