namespace Cocoon.Evaluation;

/// <summary>Probabilities that scores stand for.</summary>
internal static class Probabilities
{
    /// <summary>exp(score) / Σ exp(scores).</summary>
    public static double[] Softmax(ReadOnlySpan<float> scores)
    {
        double[] values = new double[scores.Length];
        double largest = double.NegativeInfinity, sum = 0;
        foreach (float score in scores) largest = Math.Max(largest, score);
        for (int i = 0; i < values.Length; i++) sum += values[i] = Math.Exp(scores[i] - largest);
        for (int i = 0; i < values.Length; i++) values[i] /= sum;
        return values;
    }

    /// <summary>1 / (1 + exp(−score)).</summary>
    public static double Sigmoid(float score) => 1 / (1 + Math.Exp(-(double)score));

    /// <summary>Place of the largest score; the first of equals.</summary>
    public static int Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        return best;
    }
}
