using Cocoon.Determinism;

namespace Cocoon.Evaluation;

/// <summary>A paired permutation test: how often would a difference this large come about if it were chance who of a pair is called what?</summary>
/// <remarks>
/// Fisher 1935, "The design of experiments", section 21: under the hypothesis that the two of each pair are alike, every difference has either sign with equal
/// probability. All 2^n choices of signs are tried for n up to <see cref="MostExact"/>, else <see cref="Draws"/> random ones, where the choice that was observed
/// counts as one more (Phipson and Smyth 2010), so that p is never 0.
/// </remarks>
public static class SignFlipTest
{
    /// <summary>Most pairs of which all choices of signs are tried.</summary>
    public const int MostExact = 24;

    /// <summary>Choices of signs that are tried of more pairs.</summary>
    public const int Draws = 100_000;

    private const double Tolerance = 1e-9; // sums that are equal but for rounding count as equal

    /// <summary>The two-sided p-value of a weighted sum of differences.</summary>
    /// <param name="differences">One a pair, each multiplied by its weight.</param>
    /// <param name="random">Where random signs come from.</param>
    /// <returns>In (0, 1]; 1 if there is no pair.</returns>
    public static double P(ReadOnlySpan<double> differences, RandomStream random)
    {
        double observed = 0, size = 0;
        foreach (double difference in differences) (observed, size) = (observed + difference, size + Math.Abs(difference));
        double bar = Math.Abs(observed) - Tolerance * size;
        return differences.Length <= MostExact ? Exact(differences, bar) : Sampled(differences, bar, random);
    }

    /// <summary>Every choice of signs is one of the first half and one of the second: two short tables hold all sums.</summary>
    private static double Exact(ReadOnlySpan<double> differences, double bar)
    {
        int half = differences.Length / 2;
        double[] first = Sums(differences[..half]), second = Sums(differences[half..]);
        long extreme = 0;
        foreach (double a in first)
            foreach (double b in second)
                if (Math.Abs(a + b) >= bar) extreme++;
        return extreme / ((double)first.Length * second.Length);
    }

    /// <summary>The sums of all choices of signs.</summary>
    private static double[] Sums(ReadOnlySpan<double> differences)
    {
        double[] sums = new double[1 << differences.Length];
        for (int signs = 0; signs < sums.Length; signs++)
            for (int i = 0; i < differences.Length; i++) sums[signs] += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
        return sums;
    }

    private static double Sampled(ReadOnlySpan<double> differences, double bar, RandomStream random)
    {
        long extreme = 1, words = (differences.Length + 31) / 32;
        for (long draw = 0; draw < Draws; draw++)
        {
            double sum = 0;
            for (int i = 0; i < differences.Length; i++)
                sum += (random.Word((ulong)(draw * words + i / 32)) >> i % 32 & 1) == 0 ? differences[i] : -differences[i];
            if (Math.Abs(sum) >= bar) extreme++;
        }
        return extreme / (Draws + 1.0);
    }
}
