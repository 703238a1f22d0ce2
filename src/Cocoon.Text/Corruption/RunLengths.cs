namespace Cocoon.Text;

/// <summary>How many words in a row are chosen together: a distribution over 1, 2, 3 …</summary>
public sealed class RunLengths
{
    private readonly double[] _weights;
    private readonly double _sum;

    /// <param name="weights">How often a run has one word, two words, and so on, relative to one another; at least 0, and not all 0.</param>
    /// <exception cref="ArgumentException">No length has a chance.</exception>
    public RunLengths(params ReadOnlySpan<double> weights)
    {
        _weights = [.. weights];
        foreach (double weight in weights) _sum += weight;
        if (!(_sum > 0)) throw new ArgumentException("No length of a run has a chance.", nameof(weights));
    }

    /// <summary>Single words.</summary>
    public static RunLengths One { get; } = new(1);

    /// <summary>n words with probability proportional to 1/n: ALBERT's and XLNet's.</summary>
    /// <param name="longest">Words of a run at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">A run has no word.</exception>
    public static RunLengths Harmonic(int longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        return new([.. Enumerable.Range(1, longest).Select(n => 1.0 / n)]);
    }

    /// <summary>The length that a random number in [0, 1) stands for.</summary>
    internal int Draw(double uniform)
    {
        double left = uniform * _sum;
        for (int n = 1; n < _weights.Length; n++)
            if ((left -= _weights[n - 1]) < 0) return n;
        return _weights.Length;
    }
}
