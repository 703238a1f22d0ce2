namespace Cocoon.Kernels;

/// <summary>Functions of one number in double precision, with the same bits on every machine.</summary>
/// <remarks>The functions of the system's library are chosen by CPU and differ in their last bit; these are made of sums, products and quotients.</remarks>
internal static class PortableMath
{
    private const double Ln2High = 0.693147180369123816490; // few bits: n · Ln2High is exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Lowest = -746;                     // e^Lowest rounds to 0
    private const double Highest = 710;                     // e^Highest rounds to infinity
    private static readonly long s_rootOfHalf = BitConverter.DoubleToInt64Bits(0.70710678118654752440);

    /// <summary>e^x, within two units in the last place or so.</summary>
    /// <remarks>x = n ln 2 + r with |r| ≤ ln 2 / 2, and e^r by its series.</remarks>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        x = Math.Clamp(x, Lowest, Highest);
        double n = Math.Round(x * 1.44269504088896340736), r = x - n * Ln2High - n * Ln2Low, sum = 1;
        for (int k = 14; k > 0; k--) sum = 1 + sum * r / k;
        return Math.ScaleB(sum, (int)n);
    }

    /// <summary>ln x, within two units in the last place or so; −∞ for 0, not a number for what is negative.</summary>
    /// <remarks>x = 2^n m with m between √½ and √2, and ln m = 2 artanh((m − 1) / (m + 1)) by its series.</remarks>
    public static double Log(double x)
    {
        if (x == 0) return double.NegativeInfinity;
        if (!(x > 0)) return double.NaN;
        if (double.IsInfinity(x)) return x;
        int n = 0;
        if (!double.IsNormal(x)) (x, n) = (x * (1L << 54), -54);
        long offset = BitConverter.DoubleToInt64Bits(x) - s_rootOfHalf;
        n += (int)(offset >> 52);
        double m = BitConverter.Int64BitsToDouble((offset & (1L << 52) - 1) + s_rootOfHalf);
        double s = (m - 1) / (m + 1), z = s * s, sum = 0;
        for (int k = 21; k > 1; k -= 2) sum = (sum + 1.0 / k) * z;
        return n * Ln2High + (n * Ln2Low + 2 * s * sum + 2 * s);
    }

    /// <summary>1 / (1 + e^−z).</summary>
    public static double Sigmoid(double z) => 1 / (1 + Exp(-z));

    /// <summary>ln(1 + e^z).</summary>
    public static double Softplus(double z)
    {
        double e = Exp(-Math.Abs(z)), rounded = 1 + e; // Kahan's correction of the rounding of 1 + e, which would lose a small e
        return Math.Max(z, 0) + (rounded == 1 ? e : Log(rounded) * (e / (rounded - 1)));
    }
}
