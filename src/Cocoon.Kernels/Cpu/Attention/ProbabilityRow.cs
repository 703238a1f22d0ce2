using System.Runtime.CompilerServices;

namespace Cocoon.Kernels;

/// <summary>What happens to one row of scores or of their gradients, sixteen lanes at a time.</summary>
internal static unsafe class ProbabilityRow<V> where V : struct, ILanes<V>
{
    /// <summary>Scores become probabilities, p = softmax(scale · score + bias).</summary>
    /// <param name="row">Scores, then the probabilities after dropout; room for a multiple of sixteen.</param>
    /// <param name="keys">Where they are in the row, from a multiple of sixteen on; the rest of it is left alone.</param>
    /// <param name="scale">What scores are multiplied by.</param>
    /// <param name="bias">Added to each, followed by fifteen other numbers; or null.</param>
    /// <param name="factors">Dropout factors, followed by fifteen other numbers; or null.</param>
    /// <param name="kept">Where probabilities before dropout are kept.</param>
    /// <param name="end">Up to here may be written; what follows the row is written later.</param>
    public static void Softmax(float* row, KeyRange keys, float scale, float* bias, float* factors, float* kept, float* end)
    {
        float max = Scale(row, keys, scale, bias);
        var sums = V.Zero;
        for (int j = keys.From; j < keys.To; j += Lanes.Count)
        {
            var e = Vmath.Exp(V.Load(row + j) - V.Create(max));
            e.Store(row + j);
            sums += e;
        }
        var inverse = V.Create(1 / Lanes.Sum(sums));
        for (int j = keys.From; j < keys.To; j += Lanes.Count)
        {
            var p = V.Load(row + j) * inverse;
            if (kept + j + Lanes.Count <= end) p.Store(kept + j);
            else V.Store(p, kept + j, keys.To - j);
            if (factors is not null) p *= V.Load(factors + j);
            p.Store(row + j);
        }
    }

    /// <summary>Gradients of probabilities after dropout become gradients of scaled scores, ds = p (dp − Σ p dp) with dp = factor · row.</summary>
    /// <param name="row">Gradients, then scale · ds; room for a multiple of sixteen.</param>
    /// <param name="keys">Where they are in the row, from a multiple of sixteen on; the rest of it is left alone.</param>
    /// <param name="scale">What scores were multiplied by.</param>
    /// <param name="kept">Probabilities before dropout.</param>
    /// <param name="end">Up to here may be read.</param>
    /// <param name="factors">Dropout factors, followed by fifteen other numbers; or null.</param>
    /// <param name="dropped">Gets the probabilities after dropout; room for a multiple of sixteen.</param>
    /// <param name="dBias">ds is added, with room for fifteen numbers more; or null.</param>
    public static void Gradient(float* row, KeyRange keys, float scale, float* kept, float* end, float* factors, float* dropped, float* dBias)
    {
        var dots = V.Zero;
        for (int j = keys.From; j < keys.To; j += Lanes.Count)
        {
            var p = Probabilities(kept, j, keys.To, end);
            var factor = factors is null ? V.One : V.Load(factors + j);
            var dp = V.Load(row + j) * factor;
            dots = V.FusedMultiplyAdd(p, dp, dots);
            dp.Store(row + j);
            (p * factor).Store(dropped + j);
        }
        var dot = V.Create(Lanes.Sum(dots));
        for (int j = keys.From; j < keys.To; j += Lanes.Count)
        {
            var ds = Probabilities(kept, j, keys.To, end) * (V.Load(row + j) - dot);
            (ds * V.Create(scale)).Store(row + j);
            if (dBias is not null) (V.Load(dBias + j) + ds).Store(dBias + j);
        }
    }

    /// <summary>x ← scale · x + bias; lanes behind the row become −∞.</summary>
    /// <returns>The largest.</returns>
    private static float Scale(float* row, KeyRange keys, float scale, float* bias)
    {
        var max = V.Create(float.NegativeInfinity);
        for (int j = keys.From; j < keys.To; j += Lanes.Count)
        {
            var x = V.Load(row + j) * V.Create(scale);
            if (bias is not null) x += V.Load(bias + j);
            if (j + Lanes.Count > keys.To) x = V.Select(V.First(keys.To - j), x, V.Create(float.NegativeInfinity));
            x.Store(row + j);
            max = V.Select(V.GreaterThan(x, max), x, max);
        }
        return Lanes.Max(max);
    }

    // Lanes behind the last key are 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Probabilities(float* kept, int j, int to, float* end)
    {
        if (j + Lanes.Count <= to) return V.Load(kept + j);
        if (kept + j + Lanes.Count <= end) return V.Load(kept + j) & V.First(to - j);
        return V.Load(kept + j, to - j);
    }
}
