namespace Cocoon.Evaluation;

/// <summary>How a few equal measurements are spread.</summary>
/// <param name="Count">How many they are, at least 1.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation with n − 1; 0 if there is one only.</param>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest.</param>
public sealed record ScoreSpread(int Count, double Mean, double Deviation, double Low, double High)
{
    /// <summary>The spread of some measurements; null if there is none.</summary>
    public static ScoreSpread? Of(IEnumerable<double> measurements)
    {
        var values = measurements.ToList();
        if (values.Count == 0) return null;
        double mean = values.Average();
        double squares = values.Sum(v => (v - mean) * (v - mean));
        return new(values.Count, mean, values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1)) : 0, values.Min(), values.Max());
    }
}
