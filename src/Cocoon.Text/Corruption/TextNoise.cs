using System.Buffers;
using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Damages a text in any mix of ways; what must be written is the whole text.</summary>
/// <remarks>
/// Lewis et al. 2019, arXiv:1910.13461, §2.2, in the order in which its released code executes it (fairseq, <c>denoising_dataset.py</c>): sentences change
/// places; words are hidden; the text is rotated. Text infilling hides ⌈rate · n⌉ of n words in spans whose lengths are Poisson-distributed, the last one
/// cut to fit; each becomes one [MASK], and a span of no word is a [MASK] between words. The first and the last token stay. Deviations:
/// <list type="bullet">
/// <item>spans are counted in tokens, where the released code may count words, and do not overlap, so that the share is exact; each stands at a place among
/// the shown tokens that is drawn on its own;</item>
/// <item>special tokens are never hidden; a span that goes on behind one stands before it;</item>
/// <item>tokens are masked, left out and exchanged one by one, each with its probability, among those that no span hides; the released code draws a fixed
/// number for one of the three;</item>
/// <item>[MASK]s between words are left out where the text would become too long for the model.</item>
/// </list>
/// </remarks>
public readonly record struct TextNoise
{
    /// <summary>Probability that a token becomes [MASK], in [0, 1].</summary>
    public double MaskRate { get; init; }

    /// <summary>Probability that a token is left out, in [0, 1].</summary>
    public double DeleteRate { get; init; }

    /// <summary>Probability that a random word stands for a token, in [0, 1]; the three are at most 1 together.</summary>
    public double ReplaceRate { get; init; }

    /// <summary>Fraction of the tokens that are hidden in spans, in [0, 1].</summary>
    public double SpanRate { get; init; }

    /// <summary>Tokens of a span on average, λ.</summary>
    public double SpanLength { get; init; }

    /// <summary>Fraction of the sentences that change places, in [0, 1].</summary>
    public double PermuteRate { get; init; }

    /// <summary>Probability that a text is rotated, so that it begins at any of its other tokens, in [0, 1].</summary>
    public double RotateRate { get; init; }

    /// <summary>True if [MASK] may stand in the damaged text.</summary>
    public bool Masks => MaskRate > 0 || SpanRate > 0;

    /// <summary>Damages every sequence.</summary>
    /// <param name="original">Clean text, sequences of at least two tokens; left as it is.</param>
    /// <param name="longest">Most tokens of a damaged sequence.</param>
    /// <param name="kinds">The vocabulary.</param>
    /// <param name="key">Names the random choice: the same batch and key give the same damage.</param>
    /// <param name="noised">Becomes the two sides.</param>
    /// <exception cref="ArgumentOutOfRangeException">Spans are shorter than a token.</exception>
    /// <exception cref="ArgumentException">There is no [MASK] but it is needed, or a sequence is shorter than two tokens.</exception>
    public void Apply(TokenBatch original, int longest, TokenKinds kinds, StepKey key, NoisedText noised)
    {
        if (Masks) Masking.RequireMask(kinds.Special);
        if (SpanRate > 0) ArgumentOutOfRangeException.ThrowIfLessThan(SpanLength, 1);
        noised.Clear();
        for (int s = 0; s < original.Sequences; s++)
        {
            int start = original.Starts.Span[s], end = original.Starts.Span[s + 1];
            if (end - start < 2) throw new ArgumentException($"Sequence {s} has {end - start} tokens; it needs a first and a last one.", nameof(original));
            var draws = new SequenceDraws(key.Stream(Streams.Noising), s);
            noised.Order.Clear();
            var order = noised.Order.Extend(end - start - 2);
            for (int i = 0; i < order.Length; i++) order[i] = start + 1 + i;
            if (PermuteRate > 0) SentenceOrder.Permute(original, order, PermuteRate, kinds, ref draws);

            noised.Read.Append(original.Ids.Span[start]);
            int first = noised.Read.Tokens;
            Damage(original, order, longest - (end - start), kinds, key.Stream(Streams.Replacement), ref draws, noised);
            if (RotateRate > 0 && draws.Uniform() < RotateRate) Rotate(noised.Read.MutableIds[first..], ref draws);
            noised.Read.Append(original.Ids.Span[end - 1]);
            Write(original.Ids.Span, start, end, noised);
        }
    }

    /// <summary>The reader's side of one sequence, but for its first and last token.</summary>
    private void Damage(TokenBatch original, ReadOnlySpan<int> order, int room, TokenKinds kinds, RandomStream replacements, ref SequenceDraws draws, NoisedText noised)
    {
        int words = 0;
        foreach (int row in order) words += kinds.Special.Contains(original.Ids.Span[row]) ? 0 : 1;
        int hidden = (int)Math.Ceiling(SpanRate * words), span = 0, shown = 0, left = 0;
        DrawLengths(hidden, room, ref draws, noised.Spans);
        ulong[] pool = ArrayPool<ulong>.Shared.Rent(Math.Max(1, noised.Spans.Count));
        var spans = pool.AsSpan(0, noised.Spans.Count);   // shown words before it, above its length
        for (int i = 0; i < spans.Length; i++) spans[i] = (ulong)draws.Below(words - hidden + 1) << 32 | (uint)noised.Spans.Span[i];
        spans.Sort();
        var others = new WordDraw(kinds.Count, kinds.Special, stackalloc int[WordDraw.MostSpecials]);
        double spoiled = MaskRate + DeleteRate + ReplaceRate;
        noised.Lost.Clear();
        foreach (int row in order)
        {
            int id = original.Ids.Span[row];
            if (kinds.Special.Contains(id))
            {
                noised.Read.Append(id);
                continue;
            }
            for (; left == 0 && span < spans.Length && spans[span] >> 32 == (ulong)shown; left = (int)(uint)spans[span++]) noised.Read.Append(kinds.Special.Mask);
            if (left > 0)
            {
                left--;
                noised.Lost.Add(row);
                continue;
            }
            shown++;
            double choice = spoiled > 0 ? draws.Uniform() : 1;
            if (choice < MaskRate) noised.Read.Append(kinds.Special.Mask);
            else if (choice >= MaskRate + DeleteRate) noised.Read.Append(choice < spoiled ? others.Draw(replacements, (ulong)row) : id);
            if (choice < spoiled) noised.Lost.Add(row);
        }
        for (; span < spans.Length; span++) noised.Read.Append(kinds.Special.Mask);
        ArrayPool<ulong>.Shared.Return(pool);
    }

    /// <summary>Lengths of spans that hide a number of tokens together; those of no token as far as there is room.</summary>
    private void DrawLengths(int hidden, int room, ref SequenceDraws draws, IntList lengths)
    {
        lengths.Clear();
        int masks = 0;
        for (int left = hidden; left > 0; left -= lengths.Span[^1])
        {
            lengths.Add(Math.Min(left, draws.Poisson(SpanLength)));
            masks += lengths.Span[^1] > 0 ? 1 : 0;
        }
        int insertions = room + hidden - masks, kept = 0;
        foreach (int length in lengths.Span)
            if (length > 0 || insertions-- > 0) lengths.MutableSpan[kept++] = length;
        lengths.Truncate(kept);
    }

    /// <summary>Lets a text begin at another of its tokens.</summary>
    private static void Rotate(Span<int> ids, ref SequenceDraws draws)
    {
        if (ids.Length < 2) return;
        int first = 1 + draws.Below(ids.Length - 1);
        ids[..first].Reverse();
        ids[first..].Reverse();
        ids.Reverse();
    }

    /// <summary>The writer's side of one sequence: all of it.</summary>
    private static void Write(ReadOnlySpan<int> ids, int start, int end, NoisedText noised)
    {
        noised.Lost.MutableSpan.Sort();
        noised.BeginWriting(ids[start]);
        for (int row = start + 1, lost = 0; row < end - 1; row++)
        {
            if (lost == noised.Lost.Count || noised.Lost.Span[lost] != row)
            {
                noised.Write(ids[row]);
                continue;
            }
            noised.WriteHidden(ids[row], row);
            lost++;
        }
        noised.End(ids[end - 1]);
    }
}
