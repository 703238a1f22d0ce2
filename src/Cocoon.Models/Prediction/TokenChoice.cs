namespace Cocoon.Models;

/// <summary>Chooses the next token from its scores.</summary>
/// <remarks>Order of the steps: repetition penalty, temperature, top-k, top-p, min-p. Equals are taken in the order of their ids.</remarks>
internal sealed class TokenChoice(GenerationOptions options)
{
    private int[] _order = [];
    private float[] _keys = [];
    private double[] _weights = [];

    /// <summary>Chooses.</summary>
    /// <param name="scores">Unnormalized scores, changed by the penalty; length V. −∞ is never chosen.</param>
    /// <param name="before">Tokens that have occurred.</param>
    /// <param name="uniform">A random number in [0, 1).</param>
    public int Choose(Span<float> scores, ReadOnlySpan<int> before, double uniform)
    {
        if (options.RepetitionPenalty != 1) Penalize(scores, before);
        if (options.Temperature == 0) return Best(scores);

        int count = Sort(scores);
        if (options.TopK > 0) count = Math.Min(count, options.TopK);
        double total = 0, passed = 0;
        for (int i = 0; i < count; i++) total += _weights[i] = Math.Exp((scores[_order[i]] - (double)scores[_order[0]]) / options.Temperature);
        count = Cut(count, total);
        total = 0;
        for (int i = 0; i < count; i++) total += _weights[i];
        for (int i = 0; i < count; i++)
            if ((passed += _weights[i]) > uniform * total) return _order[i];
        return _order[count - 1];
    }

    /// <summary>How many of the best are left after top-p and min-p; at least one.</summary>
    private int Cut(int count, double total)
    {
        double passed = 0;
        int kept = 0;
        while (kept < count && passed < options.TopP * total) passed += _weights[kept++];
        while (kept > 1 && _weights[kept - 1] < options.MinP * _weights[0]) kept--;
        return kept;
    }

    private void Penalize(Span<float> scores, ReadOnlySpan<int> before)
    {
        for (int i = 0; i < before.Length; i++)
        {
            if (before[..i].Contains(before[i])) continue;   // once each
            ref float score = ref scores[before[i]];
            score = (float)(score > 0 ? score / options.RepetitionPenalty : score * options.RepetitionPenalty);
        }
    }

    private static int Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int id = 1; id < scores.Length; id++)
            if (scores[id] > scores[best]) best = id;
        return best;
    }

    /// <summary>Puts the ids with a chance in order, the best first, and counts them.</summary>
    private int Sort(ReadOnlySpan<float> scores)
    {
        if (_order.Length < scores.Length) (_order, _keys, _weights) = (new int[scores.Length], new float[scores.Length], new double[scores.Length]);
        int count = 0;
        for (int id = 0; id < scores.Length; id++)
            if (!float.IsNegativeInfinity(scores[id])) (_order[count], _keys[count++]) = (id, -scores[id]);
        _keys.AsSpan(0, count).Sort(_order.AsSpan(0, count));
        for (int start = 0, end; start < count; start = end)   // the sort is not stable
        {
            end = start + 1;
            while (end < count && _keys[end] == _keys[start]) end++;
            _order.AsSpan(start, end - start).Sort();
        }
        return count;
    }
}
