using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Makes pairs of texts of which the second follows the first, or comes from elsewhere: what next-sentence prediction tells apart.</summary>
/// <remarks>
/// Devlin et al. 2018, arXiv:1810.04805, §3.1, Task 2: [CLS] A [SEP] B [SEP], B the true continuation in half of the cases. Deviations:
/// <list type="bullet">
/// <item>A and B are the two parts of a document in a packed sequence, cut anywhere; the original cuts between sentences, which it gets from its corpus;</item>
/// <item>a wrong B comes from another sequence of the batch, and is as long as the right one wherever that has the text, so that its length tells nothing;</item>
/// <item>a document of a single token, and a batch of a single sequence, make no wrong pair.</item>
/// </list>
/// </remarks>
public static class SentencePairs
{
    /// <summary>Label of a pair whose second text follows the first; as in the released code.</summary>
    public const int Next = 0;

    /// <summary>Label of a pair whose second text comes from elsewhere.</summary>
    public const int Random = 1;

    /// <summary>Label of a sequence that is no pair.</summary>
    public const int None = -1;

    private const ulong DrawsOfSequence = 8; // which document, where it is cut, right or wrong, and three for a wrong one

    /// <summary>Makes a pair of each sequence.</summary>
    /// <param name="original">Packed text: [CLS] document [SEP] (document [SEP])*.</param>
    /// <param name="special">The ids of [CLS] and [SEP].</param>
    /// <param name="wrongShare">Probability that a sequence's second text comes from elsewhere, in [0, 1], by its number.</param>
    /// <param name="keys">Name the random choice of each sequence.</param>
    /// <param name="paired">Becomes the pairs: as many sequences, none longer than the longest; segment 1 is the second text with its [SEP].</param>
    /// <param name="labels">Becomes the label of each pair; length S.</param>
    public static void Apply(TokenBatch original, SpecialTokens special, Func<int, double> wrongShare, SequenceKeys keys, TokenBatch paired, IntList labels)
    {
        paired.Clear();
        labels.Clear();
        int room = Math.Max(2, original.LongestSequence - 3);
        for (int s = 0; s < original.Sequences; s++)
        {
            var draws = new Draws(keys.Of(original, s));
            var document = Document(original.Sequence(s), special, ref draws);
            if (document.Length < 2)
            {
                paired.Append(original.Sequence(s));
                paired.EndSequence();
                labels.Add(None);
                continue;
            }
            int cut = 1 + draws.Below(document.Length - 1);
            ReadOnlySpan<int> a = document[..cut], b = document[cut..];
            bool next = draws.Uniform() < 1 - wrongShare(s) || original.Sequences == 1;
            if (!next && Elsewhere(original, s, b.Length, special, ref draws) is { IsEmpty: false } other) b = other;
            else next = true;
            Append(a, b, room, special, paired);
            labels.Add(next ? Next : Random);
        }
    }

    /// <summary>Truncated by BERT's rule, the longer text first; the first text loses its beginning, so that the texts still touch.</summary>
    private static void Append(ReadOnlySpan<int> a, ReadOnlySpan<int> b, int room, SpecialTokens special, TokenBatch paired)
    {
        while (a.Length + b.Length > room)
            if (b.Length >= a.Length) b = b[..^1];
            else a = a[1..];
        paired.Append(special.Classify);
        paired.Append(a);
        paired.Append(special.Separate);
        paired.BeginSegment(1);
        paired.Append(b);
        paired.Append(special.Separate);
        paired.EndSequence();
    }

    private static ReadOnlySpan<int> Elsewhere(TokenBatch batch, int sequence, int length, SpecialTokens special, scoped ref Draws draws)
    {
        int other = (sequence + 1 + draws.Below(batch.Sequences - 1)) % batch.Sequences;
        var document = Document(batch.Sequence(other), special, ref draws);
        length = Math.Min(length, document.Length);
        return document.Slice(draws.Below(document.Length - length + 1), length);
    }

    /// <summary>The document of a random token of a sequence, so that long documents come up as often as they deserve.</summary>
    private static ReadOnlySpan<int> Document(ReadOnlySpan<int> sequence, SpecialTokens special, scoped ref Draws draws)
    {
        if (sequence.Length < 2) return sequence;
        int place = 1 + draws.Below(sequence.Length - 1);
        if (sequence[place] == special.Separate && place > 1) place--;      // a [SEP] belongs to the document before it
        int start = sequence[..place].LastIndexOf(special.Separate) + 1, end = sequence[place..].IndexOf(special.Separate);
        return sequence[Math.Max(1, start)..(end < 0 ? sequence.Length : place + end)];
    }

    /// <summary>The draws of a sequence, one after the other.</summary>
    private struct Draws(SequenceKey key)
    {
        private ulong _next = key.Number * DrawsOfSequence;

        public float Uniform() => key.Stream(Streams.Pairing).Uniform(_next++);

        public int Below(int bound) => key.Stream(Streams.Pairing).Below(bound, _next++);
    }
}
