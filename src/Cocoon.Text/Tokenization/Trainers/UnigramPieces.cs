namespace Cocoon.Text;

/// <summary>The pieces of a unigram model in training and their scores.</summary>
internal sealed class UnigramPieces
{
    private const double UnknownPenalty = 10;

    private UnigramPieces(byte[][] texts, double[] scores, DoubleArray tree)
    {
        (Texts, Scores, Tree) = (texts, scores, tree);
        UnknownScore = scores.Where(double.IsFinite).DefaultIfEmpty(0).Min() - UnknownPenalty;
        Unknown = Math.Max(0, Array.FindIndex(scores, double.IsFinite));
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

    /// <summary>The piece that a character counts as which no piece spells: the first that has not been given up, in practice the space.</summary>
    /// <remarks>SentencePiece's trainer gives unknown characters the number 0, that of the most frequent character, and so do we: without it, the space alone becomes
    /// less probable than there, and vocabularies do worse on text of another domain (by 0.15 % of its log-likelihood where 0.03 % of characters were rare).</remarks>
    public int Unknown { get; }

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
