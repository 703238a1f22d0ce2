namespace Cocoon.Evaluation;

/// <summary>How often each class was predicted for each true one, and the scores that follow from these counts.</summary>
/// <remarks>
/// Not for several threads at once. Every score is a fraction, never per cent. Agrees with scikit-learn's <c>accuracy_score</c>, <c>f1_score</c>
/// and <c>matthews_corrcoef</c>, also where they fall back to 0.
/// </remarks>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts; // [C, C], true classes are rows

    /// <param name="classes">Number of classes C, at least 1.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 1 << 14); // 2 GiB of counts
        (Classes, _counts) = (classes, new long[classes * classes]);
    }

    /// <summary>Number of classes C.</summary>
    public int Classes { get; }

    /// <summary>Number of answers.</summary>
    public long Total { get; private set; }

    /// <summary>How often <paramref name="predicted"/> was answered where <paramref name="gold"/> is true.</summary>
    public long this[int gold, int predicted] => _counts[Cell(gold, predicted)];

    /// <summary>Fraction of right answers.</summary>
    /// <exception cref="InvalidOperationException">There are no answers.</exception>
    public double Accuracy => Right / (double)Answers;

    /// <summary>Mean F1 of the classes that occur, as truth or as answer; each counts the same.</summary>
    /// <exception cref="InvalidOperationException">There are no answers.</exception>
    public double MacroF1
    {
        get
        {
            _ = Answers;
            return Enumerable.Range(0, Classes).Where(c => GoldOf(c) + PredictedOf(c) > 0).Average(c => F1(c));
        }
    }

    /// <summary>Correlation of truth and answers, in [-1, 1]; 0 if one of the two never changes, when nothing can be told.</summary>
    /// <remarks>Matthews 1975 for two classes; Gorodkin 2004 ("Comparing two K-category assignments by a K-category correlation coefficient") for more.</remarks>
    /// <exception cref="InvalidOperationException">There are no answers.</exception>
    public double Matthews
    {
        get
        {
            double n = Answers, shared = 0, gold = 0, predicted = 0;
            for (int c = 0; c < Classes; c++)
            {
                double g = GoldOf(c), p = PredictedOf(c);
                (shared, gold, predicted) = (shared + g * p, gold + g * g, predicted + p * p);
            }
            double spread = (n * n - gold) * (n * n - predicted);
            return spread > 0 ? (Right * n - shared) / Math.Sqrt(spread) : 0;
        }
    }

    private long Right => Enumerable.Range(0, Classes).Sum(c => this[c, c]);

    private long Answers => Total > 0 ? Total : throw new InvalidOperationException("No answer was counted: there is nothing to score. Check that the evaluation data holds examples.");

    /// <summary>Counts answers.</summary>
    /// <param name="gold">True classes, one an answer.</param>
    /// <param name="predicted">Predicted classes, as many.</param>
    /// <param name="classes">Number of classes C.</param>
    /// <exception cref="ArgumentException">The two differ in length.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> gold, ReadOnlySpan<int> predicted, int classes)
    {
        if (gold.Length != predicted.Length) throw new ArgumentException($"{gold.Length} true classes, but {predicted.Length} predicted ones: each answer needs both.", nameof(predicted));
        var matrix = new ConfusionMatrix(classes);
        for (int i = 0; i < gold.Length; i++) matrix.Add(gold[i], predicted[i]);
        return matrix;
    }

    /// <summary>Counts one answer.</summary>
    /// <param name="gold">The true class, in [0, C).</param>
    /// <param name="predicted">The predicted class, in [0, C).</param>
    public void Add(int gold, int predicted)
    {
        _counts[Cell(gold, predicted)]++;
        Total++;
    }

    /// <summary>How often a class is the true one.</summary>
    public long GoldOf(int label) => Enumerable.Range(0, Classes).Sum(c => this[label, c]);

    /// <summary>How often a class was predicted.</summary>
    public long PredictedOf(int label) => Enumerable.Range(0, Classes).Sum(c => this[c, label]);

    /// <summary>Fraction of the answers "this class" that are right; 0 if there is none.</summary>
    public double Precision(int label) => PredictedOf(label) is > 0 and var predicted ? this[label, label] / (double)predicted : 0;

    /// <summary>Fraction of a class that was found; 0 if it does not occur.</summary>
    public double Recall(int label) => GoldOf(label) is > 0 and var gold ? this[label, label] / (double)gold : 0;

    /// <summary>Harmonic mean of precision and recall of a class; 0 if it neither occurs nor is predicted. GLUE's F1 is that of class 1.</summary>
    public double F1(int label) => GoldOf(label) + PredictedOf(label) is > 0 and var both ? 2.0 * this[label, label] / both : 0;

    private int Cell(int gold, int predicted)
    {
        if ((uint)gold >= (uint)Classes) throw new ArgumentOutOfRangeException(nameof(gold), gold, $"There are classes 0 to {Classes - 1}.");
        if ((uint)predicted >= (uint)Classes) throw new ArgumentOutOfRangeException(nameof(predicted), predicted, $"There are classes 0 to {Classes - 1}.");
        return gold * Classes + predicted;
    }
}
