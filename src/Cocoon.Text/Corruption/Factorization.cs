using System.Buffers;
using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Draws the order in which the tokens of a text are predicted: of permutation language modelling, the permutation.</summary>
/// <remarks>
/// Yang et al. 2019, arXiv:1906.08237, §2.2, with partial prediction (§2.3): only the tokens that are predicted need an order, since all others are known before.
/// Blocks as in the released code (<c>data_utils.py</c>, <c>_local_perm</c>, <c>perm_size</c>). Deviation: each block has an order of its own; there, the blocks of a sequence have the same.
/// </remarks>
public static class Factorization
{
    /// <summary>Draws an order for each sequence.</summary>
    /// <param name="original">The text.</param>
    /// <param name="targets">Rows of the tokens that are predicted, ascending; length M.</param>
    /// <param name="blockSize">Tokens of a block, at least 1: within it the order is random, and blocks follow one another from left to right.</param>
    /// <param name="key">Names the random choice.</param>
    /// <param name="ranks">Becomes the place of each target in the order of its sequence's targets, from 0; length M.</param>
    public static void Draw(TokenBatch original, ReadOnlySpan<int> targets, int blockSize, StepKey key, IntList ranks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
        ranks.Clear();
        var places = ranks.Extend(targets.Length);
        var stream = key.Stream(Streams.Factorization);
        ulong[] order = ArrayPool<ulong>.Shared.Rent(Math.Max(1, targets.Length));
        for (int s = 0, next = 0; next < targets.Length; s++)
        {
            int start = original.Starts.Span[s], end = original.Starts.Span[s + 1], first = next;
            for (int block = start; block < end; block += blockSize)
            {
                int begin = next;
                for (; next < targets.Length && targets[next] < Math.Min(end, block + blockSize); next++)
                    order[next - begin] = (ulong)stream.Word((ulong)targets[next]) << 32 | (uint)next;
                var drawn = order.AsSpan(0, next - begin);
                drawn.Sort();
                for (int i = 0; i < drawn.Length; i++) places[(int)(uint)drawn[i]] = begin - first + i;
            }
        }
        ArrayPool<ulong>.Shared.Return(order);
    }
}
