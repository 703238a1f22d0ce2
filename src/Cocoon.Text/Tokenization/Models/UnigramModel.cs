using System.Text;

namespace Cocoon.Text;

/// <summary>A unigram language model: the probability of a text is the product of the probabilities of its pieces, and the most probable sequence of pieces wins.</summary>
/// <remarks>
/// Kudo 2018, arXiv:1804.10959. An unknown character costs 10 nats more than the least probable piece.
/// Sums are rounded as the reference rounds them, because near ties are decided by the last bit: SentencePiece adds doubles and keeps
/// single-precision sums from the start of the text, the Hugging Face library keeps doubles from the start of each pre-token.
/// </remarks>
internal sealed class UnigramModel
{
    /// <summary>Stands for NUL, which a tree cannot hold: no character begins with this byte.</summary>
    public const byte Nul = 0x80;

    private const float UnknownPenalty = 10;
    private readonly bool[]? _barred;

    private UnigramModel(DoubleArray tree, double[] scores, double unknownScore, int unknown, bool isSingle, bool wordsAreIndependent, bool[]? barred = null)
    {
        (Tree, Scores, UnknownScore, Unknown, IsSingle, _barred) = (tree, scores, unknownScore, unknown, isSingle, barred);
        WordsAreIndependent = wordsAreIndependent;
        IsCacheable = wordsAreIndependent && Array.TrueForAll(scores, score => score <= 0) && double.IsFinite(unknownScore);
    }

    /// <summary>The pieces by their UTF-8.</summary>
    public DoubleArray Tree { get; }

    /// <summary>Logarithm of each piece's probability, in nats.</summary>
    public double[] Scores { get; }

    /// <summary>Score of an unknown character.</summary>
    public double UnknownScore { get; }

    /// <summary>Id of an unknown character; −1 if there must be none.</summary>
    public int Unknown { get; }

    /// <summary>Sums are kept in single precision, as SentencePiece keeps them.</summary>
    public bool IsSingle { get; }

    /// <summary>No piece goes on after an escaped space, so that text can be cut word by word.</summary>
    public bool WordsAreIndependent { get; }

    /// <summary>Words can be remembered: in addition, no score is positive, which bounds the sums.</summary>
    public bool IsCacheable { get; }

    /// <summary>The model of a SentencePiece file.</summary>
    public static UnigramModel OfSentencePiece(PieceTable table)
    {
        // The reference starts at the least positive single-precision number, so a model of negative scores has that as its largest.
        float smallest = float.MaxValue, largest = 1.17549435e-38f;
        for (int id = 0; id < table.Count; id++)
        {
            if (table[id].Kind != PieceKind.Normal) continue;
            smallest = Math.Min(smallest, table[id].Score);
            largest = Math.Max(largest, table[id].Score);
        }

        double[] scores = new double[table.Count];
        bool independent = true;
        for (int id = 0; id < scores.Length; id++)
        {
            var piece = table[id];
            if (piece.Kind is not (PieceKind.Normal or PieceKind.UserDefined)) continue;
            scores[id] = piece.Kind == PieceKind.Normal ? piece.Score : Encoding.UTF8.GetByteCount(piece.Text) * largest - 0.1;
            independent &= StaysInWord(piece.Text);
        }

        var tree = table.TreeOf(PieceKind.Normal, PieceKind.UserDefined)!;
        return new UnigramModel(tree, scores, smallest - UnknownPenalty, table.Unknown, isSingle: true, independent);
    }

    /// <summary>The model of a <c>tokenizer.json</c>, where every token can be found in text.</summary>
    public static UnigramModel OfTokens(TokenTable tokens, double[] scores, int unknown)
    {
        var keys = new List<(byte[] Key, int Value)>(tokens.Size);
        bool independent = true;
        for (int id = 0; id < tokens.Size; id++)
        {
            string token = tokens[id]!;
            if (token.Length == 0 || tokens.IdOf(token) != id) continue; // of a token that comes twice, the last one is found
            byte[] key = Encoding.UTF8.GetBytes(token);
            key.AsSpan().Replace((byte)0, Nul);
            keys.Add((key, id));
            independent &= StaysInWord(token);
        }

        return new UnigramModel(DoubleArrayBuilder.Build([.. keys]), scores, scores.Min() - UnknownPenalty, unknown, isSingle: false, independent);
    }

    /// <summary>The same model, but some pieces are not found in text.</summary>
    public UnigramModel Without(IEnumerable<int> ids)
    {
        bool[] barred = new bool[Scores.Length];
        foreach (int id in ids) barred[id] = true;
        return new UnigramModel(Tree, Scores, UnknownScore, Unknown, IsSingle, WordsAreIndependent, barred);
    }

    /// <summary>Whether a piece is not to be found in text.</summary>
    public bool IsBarred(int id) => _barred is not null && _barred[id];

    private static bool StaysInWord(string piece) => piece.IndexOf('\u2581', 1) < 0;
}
