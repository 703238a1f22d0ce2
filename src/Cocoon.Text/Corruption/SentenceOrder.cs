using System.Buffers;

namespace Cocoon.Text;

/// <summary>Puts the sentences of a text into another order.</summary>
/// <remarks>
/// Lewis et al. 2019, arXiv:1910.13461, §2.2 (sentence permutation), as in its released code (fairseq, <c>denoising_dataset.py</c>): of m sentences
/// ⌈rate · m⌉ change places among themselves. A sentence ends with a full stop, an exclamation or a question mark, or the mark that ends a document, and
/// takes all that follow one another; the released code knows full stops alone, and begins a sentence with the second of two.
/// </remarks>
internal static class SentenceOrder
{
    /// <summary>Moves sentences.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="rows">Consecutive rows of one of its sequences; becomes the rows in the order in which they are read.</param>
    /// <param name="rate">Fraction of the sentences that change places, in [0, 1].</param>
    /// <param name="kinds">The vocabulary.</param>
    /// <param name="draws">Name the random choice.</param>
    public static void Permute(TokenBatch text, Span<int> rows, double rate, TokenKinds kinds, ref SequenceDraws draws)
    {
        int[] pool = ArrayPool<int>.Shared.Rent(Math.Max(1, 5 * (rows.Length + 1)));
        var room = pool.AsSpan();
        var starts = Take(ref room, rows.Length + 1);
        int sentences = FindStarts(text, rows, kinds, starts), moved = (int)Math.Ceiling(rate * sentences);
        Span<int> slots = Take(ref room, sentences), order = Take(ref room, sentences), sources = Take(ref room, moved), read = Take(ref room, rows.Length);
        for (int i = 0; i < sentences; i++) slots[i] = order[i] = i;
        draws.Shuffle(slots);
        slots[..moved].CopyTo(sources);
        draws.Shuffle(sources);
        for (int i = 0; i < moved; i++) order[slots[i]] = sources[i];

        int next = 0;
        foreach (int sentence in order)
        {
            var tokens = rows[starts[sentence]..starts[sentence + 1]];
            tokens.CopyTo(read[next..]);
            next += tokens.Length;
        }
        read.CopyTo(rows);
        ArrayPool<int>.Shared.Return(pool);
    }

    /// <summary>Writes where each sentence starts, and the number of rows; gives the number of sentences.</summary>
    private static int FindStarts(TokenBatch text, ReadOnlySpan<int> rows, TokenKinds kinds, Span<int> starts)
    {
        int sentences = 0;
        for (int i = 0; i < rows.Length; i++)
            if (i == 0 || (Ends(i - 1, rows) && !Ends(i, rows))) starts[sentences++] = i;
        starts[sentences] = rows.Length;
        return sentences;

        bool Ends(int i, ReadOnlySpan<int> rows) => text.Ids.Span[rows[i]] is var id && (id == kinds.Special.Separate || kinds.EndsSentence(id));
    }

    private static Span<int> Take(ref Span<int> room, int length)
    {
        var taken = room[..length];
        room = room[length..];
        return taken;
    }
}
