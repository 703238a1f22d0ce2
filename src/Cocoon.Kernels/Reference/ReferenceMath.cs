namespace Cocoon.Kernels;

/// <summary>The special functions of the specification, to nearly the last bit of a double.</summary>
internal static class ReferenceMath
{
    private const double SeriesLimit = 4; // in standard deviations: the series cancels beyond, the fraction converges slowly before

    /// <summary>Φ(x), the standard normal distribution function.</summary>
    public static double NormalCdf(double x)
    {
        double a = Math.Abs(x);
        double upper = a < SeriesLimit ? 0.5 - CentralMass(a) : NormalPdf(a) / MillsDenominator(a);
        return x < 0 ? upper : 1 - upper;
    }

    /// <summary>φ(x), the standard normal density.</summary>
    public static double NormalPdf(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>1 / (1 + e^−z).</summary>
    public static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    /// <summary>ln(1 + e^z).</summary>
    public static double Softplus(double z)
    {
        double e = Math.Exp(-Math.Abs(z)); // ln(1 + e) without losing a small e: Kahan's correction of the rounding of 1 + e
        double rounded = 1 + e, log = rounded == 1 ? e : Math.Log(rounded) * (e / (rounded - 1));
        return (z > 0 ? z : double.IsNaN(z) ? z : 0) + log;
    }

    /// <summary>ln Σ e^x; −∞ if every element is, NaN if any element is.</summary>
    public static double LogSumExp(ReadOnlySpan<float> row)
    {
        double shift = Shift(row), sum = 0;
        foreach (float x in row) sum += Math.Exp(x - shift);
        return shift + Math.Log(sum);
    }

    /// <summary>What is subtracted before exponentials are summed: the maximum if it is finite, else 0.</summary>
    public static double Shift(ReadOnlySpan<float> row)
    {
        float max = float.NegativeInfinity;
        foreach (float x in row)
            if (x > max)
                max = x;
        return float.IsFinite(max) ? max : 0;
    }

    // The mass between 0 and a: φ(a) · (a + a³/3 + a⁵/(3·5) + …), all terms positive.
    private static double CentralMass(double a)
    {
        double term = a, sum = a;
        for (int n = 3; term > sum * 1e-17; n += 2) sum += term *= a * a / n;
        return NormalPdf(a) * sum;
    }

    // Laplace's continued fraction a + 1/(a + 2/(a + 3/(a + …))), from its far end.
    private static double MillsDenominator(double a)
    {
        double fraction = a;
        for (int n = 100; n > 0; n--) fraction = a + n / fraction;
        return fraction;
    }
}
