using System.Runtime.CompilerServices;

namespace Cocoon.Kernels;

/// <summary>Functions of sixteen numbers at once, with the same bits on every machine.</summary>
internal static class Vmath
{
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f; // few bits: n · Ln2High is exact
    private const float Ln2Low = -2.12194440e-4f;
    private const float RoundingShift = 12582912f; // 1.5 · 2^23: adding it leaves the nearest whole number in the low bits
    private const float Lowest = -105f;            // e^Lowest rounds to 0
    private const float Highest = 89.5f;           // e^Highest rounds to infinity

    /// <summary>e^x, within one unit in the last place or so; 0 below -104, infinite above 88.7; what is not a number stays so.</summary>
    /// <remarks>x = n ln 2 + r with |r| ≤ ln 2 / 2; e^r = 1 + r + r² P(r) with P the minimax polynomial of degree 4 (relative error 3e-9).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, ILanes<V>
    {
        // The native forms return x where it is not a number, because x is their second argument.
        var bounded = V.Min(V.Create(Highest), V.Max(V.Create(Lowest), x));
        var shifted = Fma(bounded, Log2E, RoundingShift);
        var n = shifted - V.Create(RoundingShift);
        var r = V.FusedMultiplyAdd(n, V.Create(-Ln2High), bounded);
        r = V.FusedMultiplyAdd(n, V.Create(-Ln2Low), r);
        var p = Fma(r, 0.0013814535812f, 0.0083687451782f);
        p = Fma(p, r, 0.0416683908615f);
        p = Fma(p, r, 0.166665203984f);
        p = Fma(p, r, 0.499999934318f);
        p = V.FusedMultiplyAdd(p, r * r, r) + V.One;
        return V.Scale(p, n);
    }

    /// <summary>The standard normal distribution function Φ(x), with a small relative error in the lower tail too, and the density φ(x).</summary>
    /// <remarks>With a = |x| and t = 1 / (1 + 0.27 a): Φ(−a) = e^(−a²/2) t P(t), the form of Abramowitz and Stegun 7.1.26 with
    /// the minimax polynomial of degree 8 on 0 ≤ a ≤ 14 (relative error 2.4e-8).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Cdf, V Pdf) Normal<V>(V x) where V : struct, ILanes<V>
    {
        var e = Exp(x * x * V.Create(-0.5f));
        var t = V.One / Fma(V.Abs(x), 0.27f, 1f);
        var p = Fma(t, 0.0289151751841f, -0.126254813685f);
        p = Fma(p, t, 0.169290548239f);
        p = Fma(p, t, -0.0686200948831f);
        p = Fma(p, t, 0.107398896872f);
        p = Fma(p, t, 0.0722404833033f);
        p = Fma(p, t, 0.101759125173f);
        p = Fma(p, t, 0.107550510698f);
        p = Fma(p, t, 0.107720180849f);
        var tail = p * t * e;
        var cdf = V.Select(V.GreaterThanOrEqual(x, V.Zero), V.One - tail, tail);
        return (cdf, e * V.Create(0.398942280f));
    }

    /// <summary>ln(1 + e) for e in [0, 1].</summary>
    /// <remarks>2 artanh(s) with s = e / (2 + e), and artanh(s) = s + s³ Q(s²) with Q the minimax polynomial of degree 3 (relative error 5e-9).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogOnePlus<V>(V e) where V : struct, ILanes<V>
    {
        var s = e / (e + V.Create(2f));
        var z = s * s;
        var q = Fma(z, 0.140122300862f, 0.139995704283f);
        q = Fma(q, z, 0.20010849537f);
        q = Fma(q, z, 0.33333206566f);
        return V.FusedMultiplyAdd(q * z, s, s) * V.Create(2f);
    }

    /// <summary>tanh x, within two units in the last place or so.</summary>
    /// <remarks>(1 − e) / (1 + e) with e = e^(−2|x|), and the sign of x. Below ¼, where that cancels, the series up to x¹¹ (relative error 2e-10).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, ILanes<V>
    {
        var a = V.Abs(x);
        var e = Exp(a * V.Create(-2f));
        var far = (V.One - e) / (V.One + e);
        var z = x * x;
        var p = Fma(z, -1382f / 155925, 62f / 2835);
        p = Fma(p, z, -17f / 315);
        p = Fma(p, z, 2f / 15);
        p = Fma(p, z, -1f / 3);
        var near = V.FusedMultiplyAdd(p * z, x, x);
        return V.Select(V.GreaterThan(V.Create(0.25f), a), near, V.Select(V.GreaterThanOrEqual(x, V.Zero), far, -far));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fma<V>(V a, V b, float c) where V : struct, ILanes<V> => V.FusedMultiplyAdd(a, b, V.Create(c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fma<V>(V a, float b, float c) where V : struct, ILanes<V> => V.FusedMultiplyAdd(a, V.Create(b), V.Create(c));
}
