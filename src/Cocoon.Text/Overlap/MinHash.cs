using System.Numerics;
using System.Runtime.InteropServices;
using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Sketches of texts from which the share of common word runs can be estimated.</summary>
/// <remarks>
/// Broder 1997, "On the resemblance and containment of documents". The similarity of two texts is the Jaccard coefficient of their sets of
/// runs of <see cref="Run"/> words: common runs divided by all runs. For a random order of all runs, the first run of two texts is the same
/// with this probability; a signature holds the first run's number in <see cref="Orders"/> orders. The share of equal entries
/// estimates the similarity s with a standard deviation of √(s (1 − s) / 256): 0.025 at s = 0.8.
/// </remarks>
internal static class MinHash
{
    /// <summary>Words of a run: five, as in the deduplication of C4's successors (Lee et al. 2022, arXiv:2107.06499; Penedo et al. 2023, arXiv:2306.01116).</summary>
    public const int Run = 5;

    /// <summary>Number of random orders, and of entries of a signature.</summary>
    public const int Orders = 256;

    private static readonly uint[] s_keys = Words(0), s_factors = [.. Words(1).Select(word => word | 1)];

    /// <summary>Writes the signature of a text.</summary>
    /// <param name="runs">Numbers of its runs, at least one.</param>
    /// <param name="signature">Receives the smallest number in each order, length <see cref="Orders"/>.</param>
    public static void Sign(ReadOnlySpan<uint> runs, Span<uint> signature)
    {
        var smallest = MemoryMarshal.Cast<uint, Vector<uint>>(signature[..Orders]);
        var keys = MemoryMarshal.Cast<uint, Vector<uint>>(s_keys.AsSpan());
        var factors = MemoryMarshal.Cast<uint, Vector<uint>>(s_factors.AsSpan());
        for (int i = 0; i < smallest.Length; i++)
        {
            var (key, factor, min) = (keys[i], factors[i], new Vector<uint>(uint.MaxValue));
            foreach (uint run in runs)
            {
                // Two rounds of exclusive or, multiplication and shift: a bijection of 32 bits for each order.
                var x = (new Vector<uint>(run) ^ key) * factor;
                x = (x ^ x >>> 15) * new Vector<uint>(0x2C1B3C6D);
                min = Vector.Min(min, x ^ x >>> 13);
            }
            smallest[i] = min;
        }
    }

    /// <summary>One byte of each entry: what is compared.</summary>
    public static void Shorten(ReadOnlySpan<uint> signature, Span<byte> bytes)
    {
        for (int i = 0; i < Orders; i++) bytes[i] = (byte)(signature[i] * 0x9E3779B1 >> 24);
    }

    /// <summary>Estimates the similarity of two texts from their shortened signatures.</summary>
    /// <remarks>
    /// Different entries have the same byte once in 256 times, which is taken off (Li and König 2010, arXiv:0910.3349, "b-bit minwise hashing").
    /// </remarks>
    public static double Similarity(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int equal = 0;
        for (int i = 0; i < Orders; i++) equal += a[i] == b[i] ? 1 : 0;
        const double ByChance = 1 / 256.0;
        return Math.Max(0, (equal / (double)Orders - ByChance) / (1 - ByChance));
    }

    private static uint[] Words(uint step)
    {
        var stream = new RandomStream(0, step, Streams.MinHashing);
        return [.. Enumerable.Range(0, Orders).Select(i => stream.Word((ulong)i))];
    }
}
