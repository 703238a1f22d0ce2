using System.Buffers;
using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Hides part of the text: what masked language modeling has to guess.</summary>
/// <remarks>
/// The number of masked tokens in a sequence is floor(rate · length + U(0, 1)), drawn without replacement, and every chosen
/// token becomes [MASK]: the pretraining task of COCO-LM (Meng et al. 2021, arXiv:2102.08473) as its authors' related code
/// fixes it (no token is left unmasked or replaced by a random one), unlike the 80/10/10 of BERT (arXiv:1810.04805, §3.1).
/// Deviations:
/// <list type="bullet">
/// <item>every special token is protected, not only position 0;</item>
/// <item>a batch with text has at least one masked token, so that a mean over the masked tokens exists;</item>
/// <item>positions are those with the smallest random keys, a function of (seed, step, row) alone.</item>
/// </list>
/// </remarks>
public static class Masking
{
    // Keys of rows count from 0; the draws that round the count live far above any row.
    private const ulong FirstRoundingDraw = 1UL << 40;

    /// <summary>Masks a fraction of the tokens of each sequence.</summary>
    /// <param name="original">Clean text; left as it is.</param>
    /// <param name="rate">Fraction of the tokens to hide, in [0, 1]; the sequence's length counts special tokens.</param>
    /// <param name="special">Which ids are not text: they are never chosen.</param>
    /// <param name="key">Names the random choice: the same batch and key give the same positions.</param>
    /// <param name="masked">Becomes the text with [MASK] at the chosen positions.</param>
    /// <param name="positions">Becomes the chosen rows of the batch, ascending; length M, at least 1 if any token is text.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1].</exception>
    /// <exception cref="ArgumentException">There is no [MASK].</exception>
    public static void Apply(TokenBatch original, double rate, SpecialTokens special, StepKey key, TokenBatch masked, IntList positions)
    {
        RequireMask(special);
        Choose(original, rate, special, new(key), positions);
        masked.CopyFrom(original);
        var ids = masked.MutableIds;
        foreach (int position in positions.Span) ids[position] = special.Mask;
    }

    /// <summary>Chooses a fraction of the tokens of each sequence, and hides nothing.</summary>
    /// <param name="original">Clean text.</param>
    /// <param name="rate">Fraction of the tokens to choose, in [0, 1]; the sequence's length counts special tokens.</param>
    /// <param name="special">Which ids are not text: they are never chosen.</param>
    /// <param name="keys">Name the random choice of each sequence.</param>
    /// <param name="positions">Becomes the chosen rows of the batch, ascending; length M, at least 1 if any token is text.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1].</exception>
    public static void Choose(TokenBatch original, double rate, SpecialTokens special, SequenceKeys keys, IntList positions)
    {
        RequireFraction(rate);
        positions.Clear();
        ulong[] candidates = ArrayPool<ulong>.Shared.Rent(Math.Max(1, original.LongestSequence));
        ulong smallest = ulong.MaxValue;
        for (int s = 0; s < original.Sequences; s++)
        {
            var random = keys.Of(original, s);
            int found = FindCandidates(original, s, special, random, candidates, ref smallest);
            int count = Math.Min(found, Count(original, s, rate, random));
            AddSmallest(candidates.AsSpan(0, found), count, positions);
        }
        ArrayPool<ulong>.Shared.Return(candidates);

        if (positions.Count == 0 && smallest != ulong.MaxValue) positions.Add((int)(uint)smallest);
    }

    /// <summary>How many tokens of a sequence are chosen: the rate's share, rounded up or down at random.</summary>
    internal static int Count(TokenBatch batch, int sequence, double rate, SequenceKey random) =>
        (int)(rate * batch.Sequence(sequence).Length + random.Stream(Streams.Masking).Uniform(FirstRoundingDraw + random.Number));

    /// <summary>Refuses a vocabulary that has nothing to hide text behind.</summary>
    internal static void RequireMask(SpecialTokens special)
    {
        if (special.Mask < 0) throw new ArgumentException("The tokenizer has no token that hides others. Choose one that has, or name one as mask_token in its tokenizer_config.json.", nameof(special));
    }

    internal static void RequireFraction(double rate)
    {
        if (rate is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "The mask rate is a fraction in [0, 1].");
    }

    // A candidate is its random key above its row: sorting orders by key, and equal keys by row.
    private static int FindCandidates(
        TokenBatch batch, int sequence, SpecialTokens special, SequenceKey random, Span<ulong> candidates, ref ulong smallest)
    {
        int found = 0, start = batch.Starts.Span[sequence];
        var stream = random.Stream(Streams.Masking);
        var tokens = batch.Sequence(sequence);
        for (int i = 0; i < tokens.Length; i++)
        {
            if (special.Contains(tokens[i])) continue;
            uint row = (uint)(start + i);
            ulong candidate = (ulong)stream.Word(random.IndexOf(start + i)) << 32 | row;
            smallest = Math.Min(smallest, candidate);
            candidates[found++] = candidate;
        }
        return found;
    }

    private static void AddSmallest(Span<ulong> candidates, int count, IntList positions)
    {
        if (count == 0) return;
        candidates.Sort();
        var chosen = positions.Extend(count);
        for (int i = 0; i < count; i++) chosen[i] = (int)(uint)candidates[i];
        chosen.Sort();
    }
}
