namespace Cocoon.Text;

/// <summary>A text arranged so that every token that is predicted sees what comes before it in an order of its own: what it sees is always the beginning of its sequence.</summary>
/// <remarks>
/// Two-stream attention (Yang et al. 2019, arXiv:1906.08237, §2.3). A sequence becomes its known tokens, then those that are predicted in their order — together the
/// content stream — then the query stream: a mask at the position of each of them, which stands for it without knowing it. All keep the position that they have in the
/// text. A known token sees the known ones; token number r of the order sees those, the r before it and, in the content stream, itself. Nobody sees a query.
/// As in the released code (<c>data_utils.py</c>, <c>_local_perm</c>), known tokens see no other than known ones. Deviation: there [CLS] and [SEP] have a place in the order.
/// </remarks>
public sealed class TwoStreams
{
    private readonly IntList _seen = new(), _queries = new(), _ordered = new();

    /// <summary>The sequences, arranged; N + M tokens.</summary>
    public TokenBatch Batch { get; } = new();

    /// <summary>How many tokens each token sees, from the first of its sequence on; length N + M.</summary>
    public ReadOnlyMemory<int> Seen => _seen.Memory;

    /// <summary>Rows of the query stream, in the order in which the targets were given; length M.</summary>
    public ReadOnlyMemory<int> Queries => _queries.Memory;

    /// <summary>Arranges a text.</summary>
    /// <param name="original">The text; left as it is.</param>
    /// <param name="targets">Rows of the tokens that are predicted, ascending; length M.</param>
    /// <param name="ranks">Place of each in the order of its sequence's targets, from 0; length M. Empty: no target sees another, and none is in the content stream.</param>
    /// <param name="mask">Id of the token that stands for one that is not known.</param>
    /// <exception cref="ArgumentException">Ranks are no order of the targets, or a sequence has no known token.</exception>
    public void Arrange(TokenBatch original, ReadOnlySpan<int> targets, ReadOnlySpan<int> ranks, int mask)
    {
        if (!ranks.IsEmpty && ranks.Length != targets.Length) throw new ArgumentException($"{targets.Length} targets have {ranks.Length} ranks.", nameof(ranks));
        Batch.Clear();
        _seen.Clear();
        _queries.Clear();
        for (int s = 0, next = 0; s < original.Sequences; s++)
        {
            int first = next, known = AppendKnown(original, s, targets, ref next);
            if (known == 0) throw new ArgumentException($"All {next - first} tokens of sequence {s} are to be predicted; the first of them would see nothing.", nameof(targets));
            _seen.Extend(known).Fill(known);
            var own = targets[first..next];
            if (!ranks.IsEmpty) AppendOrdered(original, own, ranks[first..next], known);
            for (int i = 0; i < own.Length; i++)
            {
                _queries.Add(Batch.Tokens);
                Batch.Append(mask, original.Positions.Span[own[i]]);
                _seen.Add(known + (ranks.IsEmpty ? 0 : ranks[first + i]));
            }
            Batch.EndSequence();
        }
    }

    private int AppendKnown(TokenBatch original, int sequence, ReadOnlySpan<int> targets, ref int next)
    {
        int known = 0;
        for (int row = original.Starts.Span[sequence]; row < original.Starts.Span[sequence + 1]; row++)
        {
            if (next < targets.Length && targets[next] == row) next++;
            else Append(original, row, ref known);
        }
        return known;
    }

    private void AppendOrdered(TokenBatch original, ReadOnlySpan<int> targets, ReadOnlySpan<int> ranks, int seen)
    {
        _ordered.Clear();
        var ordered = _ordered.Extend(targets.Length);
        ordered.Fill(-1);
        for (int i = 0; i < targets.Length; i++)
        {
            if ((uint)ranks[i] >= (uint)targets.Length || ordered[ranks[i]] >= 0) throw new ArgumentException($"Rank {ranks[i]} is no place of its own among {targets.Length} targets.", nameof(ranks));
            ordered[ranks[i]] = targets[i];
        }
        foreach (int row in ordered)
        {
            Append(original, row, ref seen);
            _seen.Add(seen);
        }
    }

    private void Append(TokenBatch original, int row, ref int count)
    {
        Batch.Append(original.Ids.Span[row], original.Positions.Span[row]);
        count++;
    }
}
