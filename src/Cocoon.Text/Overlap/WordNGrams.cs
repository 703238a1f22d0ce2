namespace Cocoon.Text;

/// <summary>Numbers for all runs of n words of a text, equal for equal runs.</summary>
/// <remarks>
/// A polynomial of the words' numbers modulo 2^64, carried from one run to the next, and mixed. Two different runs share
/// a number with a probability of 2^-64.
/// </remarks>
internal static class WordNGrams
{
    private const ulong Base = 0x9E3779B97F4A7C15;   // odd, so that it has an inverse

    /// <summary>Fills a list with the numbers of the runs that start at word 0, 1, …; none if there are fewer than n words.</summary>
    public static void Read(ReadOnlySpan<ulong> words, int n, List<ulong> into)
    {
        into.Clear();
        if (words.Length < n) return;
        ulong leaving = 1, polynomial = 0;
        for (int i = 0; i < n - 1; i++)
        {
            leaving *= Base;
            polynomial = polynomial * Base + words[i];
        }
        for (int i = n - 1; i < words.Length; i++)
        {
            polynomial = polynomial * Base + words[i];
            into.Add(Mix(polynomial));
            polynomial -= words[i - n + 1] * leaving;
        }
    }

    /// <summary>A bijection of 64 bits in which every bit of the argument moves every bit of the result.</summary>
    /// <remarks>The finalizer of MurmurHash3 (Appleby 2011).</remarks>
    public static ulong Mix(ulong x)
    {
        x = (x ^ x >> 33) * 0xFF51AFD7ED558CCD;
        x = (x ^ x >> 33) * 0xC4CEB9FE1A85EC53;
        return x ^ x >> 33;
    }
}
