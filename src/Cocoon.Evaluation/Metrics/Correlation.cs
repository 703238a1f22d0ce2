namespace Cocoon.Evaluation;

/// <summary>How far two lists of numbers go together, in [-1, 1].</summary>
/// <remarks>
/// The values of SciPy's <c>pearsonr</c> and <c>spearmanr</c>, with one deviation: where one of the lists never changes the correlation does not exist,
/// SciPy says NaN, and these say 0, as Matthews' does, so that a model that answers the same to everything scores nothing instead of stopping a comparison.
/// </remarks>
public static class Correlation
{
    /// <summary>Pearson's correlation: 1 if one list is a rising straight line of the other.</summary>
    /// <param name="x">Finite numbers.</param>
    /// <param name="y">As many.</param>
    /// <exception cref="ArgumentException">The lists are empty or differ in length, or hold a number that is not finite.</exception>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require(x, y);
        if (IsConstant(x) || IsConstant(y)) return 0;
        double[] dx = Deviations(x), dy = Deviations(y);
        double xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < dx.Length; i++) (xy, xx, yy) = (xy + dx[i] * dy[i], xx + dx[i] * dx[i], yy + dy[i] * dy[i]);
        return Math.Clamp(xy / (Math.Sqrt(xx) * Math.Sqrt(yy)), -1, 1);
    }

    /// <summary>Spearman's correlation: Pearson's of the ranks, 1 if one list rises wherever the other does; equal numbers share the mean of their ranks.</summary>
    /// <param name="x">Finite numbers.</param>
    /// <param name="y">As many.</param>
    /// <exception cref="ArgumentException">The lists are empty or differ in length, or hold a number that is not finite.</exception>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require(x, y);
        return Pearson(Ranks(x), Ranks(y));
    }

    /// <summary>The rank of each number, from 1; equal numbers share the mean of their ranks.</summary>
    private static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] places = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, places);
        double[] ranks = new double[sorted.Length];
        for (int i = 0; i < sorted.Length;)
        {
            int end = i + 1;
            while (end < sorted.Length && sorted[end] == sorted[i]) end++;
            double rank = (i + 1 + end) / 2.0;
            for (; i < end; i++) ranks[places[i]] = rank;
        }
        return ranks;
    }

    // Brought to a size of about 1 before and after, so that no square overflows or vanishes; first by a power of two, which rounds nothing.
    private static double[] Deviations(ReadOnlySpan<double> values)
    {
        double largest = 0, sum = 0, widest = 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        double[] deviations = new double[values.Length];
        for (int i = 0; i < deviations.Length; i++) sum += deviations[i] = Math.ScaleB(values[i], -Math.ILogB(largest));
        double mean = sum / deviations.Length;
        foreach (ref double deviation in deviations.AsSpan()) widest = Math.Max(widest, Math.Abs(deviation -= mean));
        foreach (ref double deviation in deviations.AsSpan()) deviation /= widest;
        return deviations;
    }

    private static bool IsConstant(ReadOnlySpan<double> values) => !values.ContainsAnyExcept(values[0]);

    private static void Require(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} numbers cannot be correlated with {y.Length}: each needs its partner.", nameof(y));
        if (x.IsEmpty) throw new ArgumentException("There are no numbers to correlate.", nameof(x));
        for (int i = 0; i < x.Length; i++)
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]))
                throw new ArgumentException($"Pair {i} is ({x[i]}, {y[i]}): a score needs finite numbers. Find out why the model or the file gives others.", double.IsFinite(x[i]) ? nameof(y) : nameof(x));
    }
}
