namespace Cocoon.Evaluation;

/// <summary>Whether a model's probabilities can be believed: of the answers given with 80 %, are 80 % right?</summary>
/// <remarks>Guo et al. 2017, arXiv:1706.04599, section 2: bins of equal width, 15 of them in the paper.</remarks>
public sealed class Calibration
{
    private const int UsualBins = 15;

    private Calibration(CalibrationBin[] bins) => Bins = bins;

    /// <summary>Bin m of M holds the confidences in (m / M, (m + 1) / M]; the first also 0.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>Expected calibration error, equation 3: the mean distance of confidence and accuracy over all answers, in [0, 1].</summary>
    public double Error => Bins.Sum(bin => bin.Answers * Math.Abs(bin.Accuracy - bin.Confidence)) / Bins.Sum(bin => bin.Answers);

    /// <summary>Sorts answers into bins.</summary>
    /// <param name="answers">The probability that the model gave to its answer, in [0, 1], and whether the answer is right.</param>
    /// <param name="bins">Number of bins M.</param>
    /// <exception cref="ArgumentException">There are no answers, or a confidence is not a probability.</exception>
    public static Calibration Of(IReadOnlyList<(double Confidence, bool Right)> answers, int bins = UsualBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (answers.Count == 0) throw new ArgumentException("There are no answers whose confidence could be judged.", nameof(answers));
        var (counts, confidence, right) = (new long[bins], new double[bins], new long[bins]);
        for (int i = 0; i < answers.Count; i++)
        {
            var answer = answers[i];
            if (!(answer.Confidence is >= 0 and <= 1)) throw new ArgumentException($"Answer {i} has the confidence {answer.Confidence}, which is no probability.", nameof(answers));
            int bin = Math.Max(0, (int)Math.Ceiling(answer.Confidence * bins) - 1);
            counts[bin]++;
            confidence[bin] += answer.Confidence;
            if (answer.Right) right[bin]++;
        }
        return new([.. counts.Select((n, b) => n > 0 ? new CalibrationBin(n, confidence[b] / n, right[b] / (double)n) : default)]);
    }
}
