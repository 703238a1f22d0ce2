namespace Cocoon.Testing;

/// <summary>How far a result may be from what it is compared with, and why.</summary>
public static class Tolerances
{
    /// <summary>The error bound of a sum of k products in single precision, in whatever order: Higham 2002, section 3.1, γ(k) · Σ|a·b|.</summary>
    /// <param name="terms">Number of products.</param>
    /// <param name="magnitude">Σ|a·b|, the value the sum starts from included.</param>
    /// <remarks>Two roundings more: a pair of bfloat16 products may round between its halves, and the start counts. The constant covers subnormal numbers.</remarks>
    public static double ChainOfRoundings(int terms, double magnitude)
    {
        double roundings = (terms + 2) * Math.Pow(2, -24);
        return roundings / (1 - roundings) * magnitude + 1e-37;
    }
}
