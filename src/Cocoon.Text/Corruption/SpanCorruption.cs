using System.Buffers;
using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Hides spans of a text behind sentinels, each its own; what must be written is the spans, each after its sentinel.</summary>
/// <remarks>
/// Raffel et al. 2019, arXiv:1910.10683, §3.1.4, as its released code draws it (<c>preprocessors.py</c>, <c>random_spans_noise_mask</c>): of n words
/// round(rate · n) are hidden, in round(hidden / mean length) spans; hidden and shown words are each divided into that many non-empty segments, every
/// division equally likely, and alternate, a shown one first. So the first word is always shown, and the last one hidden. Halves are rounded to even.
/// Deviations:
/// <list type="bullet">
/// <item>what is read begins with [CLS]; special tokens are always shown, those between the documents of a sequence too, so a span that goes on behind
/// one stands before it, and they do not count as words;</item>
/// <item>what is written begins with [CLS], where the released code has its padding, and ends with [SEP], its end;</item>
/// <item>there are at most as many spans as shown words, which matters at rates above one half only; a text of one word is not damaged.</item>
/// </list>
/// </remarks>
public static class SpanCorruption
{
    /// <summary>How much of a text is hidden.</summary>
    /// <param name="words">Words of the text, n.</param>
    /// <param name="rate">Fraction of the words to hide, in [0, 1].</param>
    /// <param name="meanLength">Words of a span on average, at least 1.</param>
    /// <returns>Words that are hidden, and spans that they make.</returns>
    public static (int Words, int Spans) Noise(int words, double rate, double meanLength)
    {
        if (words < 2) return (0, 0);
        int hidden = Math.Clamp((int)Math.Round(rate * words), 1, words - 1);
        return (hidden, Math.Clamp((int)Math.Round(hidden / meanLength), 1, Math.Min(hidden, words - hidden)));
    }

    /// <summary>What becomes of a text: words and sentinels that are read, and that are written, with the mark that ends each of the two.</summary>
    /// <inheritdoc cref="Noise" path="/param"/>
    /// <remarks>568 words are 512 tokens to read and 114 to write at the paper's rate of 0.15 and length of 3.</remarks>
    public static (int Read, int Written) Lengths(int words, double rate, double meanLength)
    {
        var (hidden, spans) = Noise(words, rate, meanLength);
        return (words - hidden + spans + 1, hidden + spans + 1);
    }

    /// <summary>Hides spans of every sequence.</summary>
    /// <param name="original">Clean text; left as it is.</param>
    /// <param name="rate">Fraction of the words to hide, in [0, 1].</param>
    /// <param name="meanLength">Words of a span on average, at least 1.</param>
    /// <param name="special">Which ids are not text: they are never hidden.</param>
    /// <param name="sentinels">What stands for the first span of a sequence, the second, and so on.</param>
    /// <param name="key">Names the random choice: the same batch and key give the same spans.</param>
    /// <param name="noised">Becomes the two sides.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1], or spans are shorter than a word.</exception>
    /// <exception cref="ArgumentException">There are fewer sentinels than spans.</exception>
    public static void Apply(TokenBatch original, double rate, double meanLength, SpecialTokens special, ReadOnlySpan<int> sentinels, StepKey key, NoisedText noised)
    {
        if (rate is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate of hidden words is a fraction in [0, 1].");
        ArgumentOutOfRangeException.ThrowIfLessThan(meanLength, 1);
        noised.Clear();
        for (int s = 0; s < original.Sequences; s++)
        {
            int words = 0;
            foreach (int id in original.Sequence(s)) words += special.Contains(id) ? 0 : 1;
            var (hidden, spans) = Noise(words, rate, meanLength);
            if (spans > sentinels.Length)
                throw new ArgumentException($"{words} words have {spans} hidden spans, but there are {sentinels.Length} sentinels. Use shorter sequences, or more sentinels.", nameof(sentinels));
            var draws = new SequenceDraws(key.Stream(Streams.Noising), s);
            int[] lengths = ArrayPool<int>.Shared.Rent(Math.Max(1, 2 * spans));
            draws.Divide(words - hidden, lengths.AsSpan(0, spans));
            draws.Divide(hidden, lengths.AsSpan(spans, spans));
            Write(original, s, lengths.AsSpan(0, spans), lengths.AsSpan(spans, spans), special, sentinels, noised);
            ArrayPool<int>.Shared.Return(lengths);
        }
    }

    private static void Write(
        TokenBatch original, int sequence, ReadOnlySpan<int> shown, ReadOnlySpan<int> hidden, SpecialTokens special, ReadOnlySpan<int> sentinels, NoisedText noised)
    {
        noised.BeginWriting(special.Classify);
        int span = 0, left = shown.IsEmpty ? int.MaxValue : shown[0];
        bool hiding = false;
        for (int row = original.Starts.Span[sequence]; row < original.Starts.Span[sequence + 1]; row++)
        {
            int id = original.Ids.Span[row];
            if (special.Contains(id))
            {
                noised.Read.Append(id);
                continue;
            }
            if (left == 0)
            {
                hiding = !hiding;
                if (hiding)
                {
                    noised.Read.Append(sentinels[span]);
                    noised.Write(sentinels[span]);
                }
                else span++;
                left = hiding ? hidden[span] : shown[span];
            }
            left--;
            if (hiding) noised.WriteHidden(id, row);
            else noised.Read.Append(id);
        }
        noised.End(special.Separate);
    }
}
