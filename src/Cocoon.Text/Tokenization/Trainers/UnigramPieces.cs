namespace Cocoon.Text;

/// <summary>The pieces of a unigram model in training and their scores.</summary>
internal sealed class UnigramPieces
{
    private const double UnknownPenalty = 10;

    private UnigramPieces(byte[][] texts, double[] scores, DoubleArray tree)
    {
        (Texts, Scores, Tree) = (texts, scores, tree);
        UnknownScore = scores.Where(double.IsFinite).DefaultIfEmpty(0).Min() - UnknownPenalty;
    }

    /// <summary>Pieces with their scores.</summary>
    public UnigramPieces(byte[][] texts, double[] scores)
        : this(texts, scores, DoubleArrayBuilder.Build([.. texts.Select((text, i) => (text, i))])) { }

    /// <summary>The pieces in UTF-8.</summary>
    public byte[][] Texts { get; }

    /// <summary>Logarithms of their probabilities, in nats; minus infinity for a piece that has been given up.</summary>
    public double[] Scores { get; }

    /// <summary>The pieces as a tree; values are indexes.</summary>
    public DoubleArray Tree { get; }

    /// <summary>Score of a character that no piece spells.</summary>
    public double UnknownScore { get; }

    /// <summary>Number of pieces that have not been given up.</summary>
    public int Living => Scores.Count(double.IsFinite);

    /// <summary>The same pieces with other scores.</summary>
    public UnigramPieces With(double[] scores) => new(Texts, scores, Tree);

    /// <summary>Some of the pieces, with their scores.</summary>
    public UnigramPieces Keep(IEnumerable<int> pieces)
    {
        int[] kept = [.. pieces];
        return new UnigramPieces([.. kept.Select(i => Texts[i])], [.. kept.Select(i => Scores[i])]);
    }
}
