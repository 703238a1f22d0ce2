using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Kernels;

/// <summary>What happens to one row of scores or of their gradients, sixteen lanes at a time.</summary>
internal static unsafe class ProbabilityRow
{
    /// <summary>Scores become probabilities, p = softmax(scale · score + bias).</summary>
    /// <param name="row">Scores, then the probabilities after dropout; room for a multiple of sixteen.</param>
    /// <param name="length">Keys.</param>
    /// <param name="scale">What scores are multiplied by.</param>
    /// <param name="bias">Added to each, followed by fifteen other numbers; or null.</param>
    /// <param name="factors">Dropout factors, followed by fifteen other numbers; or null.</param>
    /// <param name="kept">Where probabilities before dropout are kept.</param>
    /// <param name="end">Up to here may be written; what follows the row is written later.</param>
    public static void Softmax(float* row, int length, float scale, float* bias, float* factors, float* kept, float* end)
    {
        float max = Scale(row, length, scale, bias);
        var sums = Vector512<float>.Zero;
        for (int j = 0; j < length; j += Lanes.Count)
        {
            var e = Vmath.Exp(Vector512.Load(row + j) - Vector512.Create(max));
            e.Store(row + j);
            sums += e;
        }
        var inverse = Vector512.Create(1 / Lanes.Sum(sums));
        for (int j = 0; j < length; j += Lanes.Count)
        {
            var p = Vector512.Load(row + j) * inverse;
            if (kept + j + Lanes.Count <= end) p.Store(kept + j);
            else Lanes.Store(p, kept + j, length - j);
            if (factors is not null) p *= Vector512.Load(factors + j);
            p.Store(row + j);
        }
    }

    /// <summary>Gradients of probabilities after dropout become gradients of scaled scores, ds = p (dp − Σ p dp) with dp = factor · row.</summary>
    /// <param name="row">Gradients, then scale · ds; room for a multiple of sixteen.</param>
    /// <param name="length">Keys.</param>
    /// <param name="scale">What scores were multiplied by.</param>
    /// <param name="kept">Probabilities before dropout.</param>
    /// <param name="end">Up to here may be read.</param>
    /// <param name="factors">Dropout factors, followed by fifteen other numbers; or null.</param>
    /// <param name="dropped">Gets the probabilities after dropout; room for a multiple of sixteen.</param>
    /// <param name="dBias">ds is added, with room for fifteen numbers more; or null.</param>
    public static void Gradient(float* row, int length, float scale, float* kept, float* end, float* factors, float* dropped, float* dBias)
    {
        var dots = Vector512<float>.Zero;
        for (int j = 0; j < length; j += Lanes.Count)
        {
            var p = Probabilities(kept, j, length, end);
            var factor = factors is null ? Vector512<float>.One : Vector512.Load(factors + j);
            var dp = Vector512.Load(row + j) * factor;
            dots = Vector512.FusedMultiplyAdd(p, dp, dots);
            dp.Store(row + j);
            (p * factor).Store(dropped + j);
        }
        var dot = Vector512.Create(Lanes.Sum(dots));
        for (int j = 0; j < length; j += Lanes.Count)
        {
            var ds = Probabilities(kept, j, length, end) * (Vector512.Load(row + j) - dot);
            (ds * scale).Store(row + j);
            if (dBias is not null) (Vector512.Load(dBias + j) + ds).Store(dBias + j);
        }
    }

    /// <summary>x ← scale · x + bias; lanes behind the row become −∞.</summary>
    /// <returns>The largest.</returns>
    private static float Scale(float* row, int length, float scale, float* bias)
    {
        var max = Vector512.Create(float.NegativeInfinity);
        for (int j = 0; j < length; j += Lanes.Count)
        {
            var x = Vector512.Load(row + j) * scale;
            if (bias is not null) x += Vector512.Load(bias + j);
            if (j + Lanes.Count > length) x = Vector512.ConditionalSelect(Lanes.First(length - j), x, Vector512.Create(float.NegativeInfinity));
            x.Store(row + j);
            max = Vector512.Max(max, x);
        }
        return Lanes.Max(max);
    }

    // Lanes behind the row are 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Probabilities(float* kept, int j, int length, float* end)
    {
        if (j + Lanes.Count <= length) return Vector512.Load(kept + j);
        if (kept + j + Lanes.Count <= end) return Vector512.Load(kept + j) & Lanes.First(length - j);
        return Lanes.Load(kept + j, length - j);
    }
}
