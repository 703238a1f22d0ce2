namespace Cocoon.Training;

/// <summary>Scores of yes/no answers.</summary>
public static class BinaryScores
{
    /// <summary>Probability that a random "yes" scores above a random "no", ties counted half; NaN if one of the classes is missing.</summary>
    /// <remarks>The area under the receiver operating characteristic, by ranks (Mann and Whitney 1947).</remarks>
    public static double Auc(IReadOnlyList<(float Score, bool Label)> answers)
    {
        var sorted = answers.OrderBy(a => a.Score).ToArray();
        double rankSum = 0;
        long yes = 0;
        for (int i = 0; i < sorted.Length;)
        {
            int end = i;
            while (end < sorted.Length && sorted[end].Score == sorted[i].Score) end++;
            double rank = (i + 1 + end) / 2.0;
            for (; i < end; i++)
                if (sorted[i].Label) (rankSum, yes) = (rankSum + rank, yes + 1);
        }
        long no = sorted.Length - yes;
        return yes == 0 || no == 0 ? double.NaN : (rankSum - yes * (yes + 1) / 2.0) / ((double)yes * no);
    }

    /// <summary>Harmonic mean of precision and recall of the answers at or above the threshold; 0 if none is right.</summary>
    public static double F1(IReadOnlyList<(float Score, bool Label)> answers, float threshold)
    {
        long hits = answers.Count(a => a.Label && a.Score >= threshold);
        return hits == 0 ? 0 : 2.0 * hits / (answers.Count(a => a.Score >= threshold) + answers.Count(a => a.Label));
    }

    /// <summary>Fraction of right answers at the threshold.</summary>
    public static double Accuracy(IReadOnlyList<(float Score, bool Label)> answers, float threshold) =>
        answers.Count(a => a.Label == a.Score >= threshold) / (double)answers.Count;

    /// <summary>Accuracy of always giving the more frequent answer.</summary>
    public static double Majority(IReadOnlyList<(float Score, bool Label)> answers)
    {
        double yes = answers.Count(a => a.Label) / (double)answers.Count;
        return Math.Max(yes, 1 - yes);
    }
}
