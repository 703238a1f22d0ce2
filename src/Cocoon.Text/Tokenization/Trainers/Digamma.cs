namespace Cocoon.Text;

/// <summary>The derivative of the logarithm of the gamma function.</summary>
internal static class Digamma
{
    /// <summary>ψ(x) for x &gt; 0, to about 1e-12.</summary>
    /// <remarks>Bernardo 1976, algorithm AS 103: ψ(x) = ψ(x + 1) − 1/x until the asymptotic series in 1/x² holds.</remarks>
    public static double Of(double x)
    {
        double result = 0;
        for (; x < 10; x++) result -= 1 / x;
        double square = 1 / (x * x);
        return result + Math.Log(x) - 0.5 / x
            - square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square * (1.0 / 132)))));
    }
}
