using System.Buffers;
using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Chooses whole words, or runs of several words: harder to guess than pieces, whose neighbors give them away.</summary>
/// <remarks>
/// Whole words as in BERT's later code (<c>create_pretraining_data.py</c>, <c>do_whole_word_mask</c>): all pieces of a word or none, and a word that would
/// exceed the sequence's share is passed over. Runs as in ALBERT (Lan et al. 2019, arXiv:1909.11942, §4.1), whose lengths are drawn;
/// where n words do not fit, fewer are tried. Spread as in XLNet (Yang et al. 2019, arXiv:1906.08237, §2.3): each run lies at a random place of a stretch of text
/// that holds no other, and single words make up for what is missing in the end. Deviations: the share is rounded at random, as in <see cref="Masking"/>, and a
/// batch with text has at least one chosen word.
/// </remarks>
public static class WordMasking
{
    /// <summary>Chooses words of each sequence.</summary>
    /// <param name="original">Clean text.</param>
    /// <param name="rate">Fraction of the tokens to choose at most, in [0, 1]; the sequence's length counts special tokens.</param>
    /// <param name="runs">How many words are chosen together.</param>
    /// <param name="kinds">The vocabulary: which tokens are text, and which continue a word.</param>
    /// <param name="keys">Name the random choice of each sequence.</param>
    /// <param name="positions">Becomes the chosen rows of the batch, ascending; length M, at least 1 if any token is text.</param>
    /// <param name="stretch">How many times as long as a run the text is in which it lies alone; 0: runs lie anywhere.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1], or the stretch is negative.</exception>
    public static void Choose(TokenBatch original, double rate, RunLengths runs, TokenKinds kinds, SequenceKeys keys, IntList positions, int stretch = 0)
    {
        Masking.RequireFraction(rate);
        ArgumentOutOfRangeException.ThrowIfNegative(stretch);
        positions.Clear();
        int longest = Math.Max(1, original.LongestSequence);
        var words = ArrayPool<Word>.Shared.Rent(longest);
        ulong[] order = ArrayPool<ulong>.Shared.Rent(longest);
        var (first, least) = (default(Word), ulong.MaxValue);
        for (int s = 0; s < original.Sequences; s++)
        {
            var found = words.AsSpan(0, FindWords(original, s, kinds, words));
            var random = keys.Of(original, s);
            for (int w = 0; w < found.Length; w++) order[w] = (ulong)random.Stream(Streams.Masking).Word(random.IndexOf(found[w].Start)) << 32 | (uint)w;
            order.AsSpan(0, found.Length).Sort();
            if (found.Length > 0 && order[0] >> 32 < least) (first, least) = (found[(int)(uint)order[0]], order[0] >> 32);
            int budget = Masking.Count(original, s, rate, random);
            if (stretch > 0) budget -= Spread(found, original.Starts.Span[s], budget, runs, stretch, random);
            Choose(found, order, budget, stretch > 0 ? RunLengths.One : runs, random);
            foreach (var word in found)
                if (word.Chosen) Add(word, positions);
        }
        if (positions.Count == 0 && least != ulong.MaxValue) Add(first, positions);
        ArrayPool<Word>.Shared.Return(words);
        ArrayPool<ulong>.Shared.Return(order);
    }

    private static void Choose(Span<Word> words, ReadOnlySpan<ulong> order, int budget, RunLengths runs, SequenceKey random)
    {
        for (int i = 0; i < words.Length && budget > 0; i++)
        {
            int w = (int)(uint)order[i];
            int span = runs.Draw(random.Stream(Streams.SpanLength).Uniform(random.IndexOf(words[w].Start)));
            while (span > 0 && Fitting(words, w, span) is var tokens && (tokens == 0 || tokens > budget)) span--;
            for (int n = 0; n < span; n++)
            {
                words[w + n].Chosen = true;
                budget -= words[w + n].Length;
            }
        }
    }

    /// <summary>Chooses runs, each at a random place of a stretch of its own.</summary>
    /// <returns>Tokens chosen.</returns>
    private static int Spread(Span<Word> words, int begin, int budget, RunLengths runs, int stretch, SequenceKey random)
    {
        int chosen = 0;
        for (int w = 0; ;)
        {
            int span = runs.Draw(random.Stream(Streams.SpanLength).Uniform(random.IndexOf(begin)));
            int before = random.Stream(Streams.SpanPlace).Below(span * (stretch - 1) + 1, random.IndexOf(begin)), tokens = 0;
            while (w < words.Length && words[w].Start < begin + before) w++;
            if (w == words.Length) return chosen;
            while (span > 0 && Fitting(words, w, span) is var needed && (needed == 0 || needed > budget - chosen)) span--;
            for (int n = 0; n < span; n++)
            {
                words[w + n].Chosen = true;
                tokens += words[w + n].Length;
            }
            w += Math.Max(1, span);
            (begin, chosen) = (Math.Max(words[w - 1].Start + words[w - 1].Length, begin + stretch * tokens), chosen + tokens);
        }
    }

    /// <summary>Tokens of <paramref name="span"/> words from <paramref name="w"/> on; 0 if they are not a run of free words.</summary>
    private static int Fitting(ReadOnlySpan<Word> words, int w, int span)
    {
        if (w + span > words.Length) return 0;
        int tokens = 0;
        for (int n = w; n < w + span; n++)
        {
            if (words[n].Chosen || (n > w && words[n].Start != words[n - 1].Start + words[n - 1].Length)) return 0;
            tokens += words[n].Length;
        }
        return tokens;
    }

    private static int FindWords(TokenBatch batch, int sequence, TokenKinds kinds, Span<Word> words)
    {
        int found = 0, start = batch.Starts.Span[sequence];
        var tokens = batch.Sequence(sequence);
        for (int i = 0; i < tokens.Length;)
        {
            int begin = i++;
            if (kinds.Special.Contains(tokens[begin])) continue;
            while (i < tokens.Length && !kinds.Special.Contains(tokens[i]) && kinds.Continues(tokens[i])) i++;
            words[found++] = new(start + begin, i - begin);
        }
        return found;
    }

    private static void Add(Word word, IntList positions)
    {
        for (int i = 0; i < word.Length; i++) positions.Add(word.Start + i);
    }

    private struct Word(int start, int length)
    {
        public readonly int Start = start, Length = length;
        public bool Chosen;
    }
}
