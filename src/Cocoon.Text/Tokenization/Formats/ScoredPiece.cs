namespace Cocoon.Text;

/// <summary>One line of a SentencePiece vocabulary; its place is its id.</summary>
/// <param name="Text">The piece; a space is U+2581.</param>
/// <param name="Score">Logarithm of its probability in nats (unigram), or minus the rank of its merge (BPE).</param>
/// <param name="Kind">What it is for.</param>
public readonly record struct ScoredPiece(string Text, float Score, PieceKind Kind = PieceKind.Normal);
