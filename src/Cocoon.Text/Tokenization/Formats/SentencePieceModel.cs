namespace Cocoon.Text;

/// <summary>Which way of cutting a SentencePiece model uses; the numbers are those of the file format.</summary>
public enum SentencePieceAlgorithm
{
    /// <summary>The most probable sequence of pieces.</summary>
    Unigram = 1,

    /// <summary>Merges of neighbors, best score first.</summary>
    Bpe = 2,
}

/// <summary>What a SentencePiece <c>.model</c> file says, as far as it changes ids, offsets or decoded text.</summary>
public sealed record SentencePieceModel
{
    /// <summary>The vocabulary in the order of its ids.</summary>
    public required IReadOnlyList<ScoredPiece> Pieces { get; init; }

    /// <summary>How text is cut.</summary>
    public SentencePieceAlgorithm Algorithm { get; init; } = SentencePieceAlgorithm.Unigram;

    /// <summary>What happens to text first.</summary>
    public SentencePieceNormalization Normalization { get; init; } = new();

    /// <summary>What happens to decoded text; null if nothing.</summary>
    public SentencePieceNormalization? Denormalization { get; init; }

    /// <summary>Spells what is unknown in bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Puts the space that <see cref="SentencePieceNormalization.AddDummyPrefix"/> adds at the end of the text.</summary>
    public bool SpaceAsSuffix { get; init; }

    /// <summary>What an unknown piece reads as.</summary>
    public string UnknownSurface { get; init; } = " \u2047 ";

    /// <summary>The piece that begins a text, if the vocabulary has it.</summary>
    public string BeginPiece { get; init; } = "<s>";

    /// <summary>The piece that ends a text, if the vocabulary has it.</summary>
    public string EndPiece { get; init; } = "</s>";

    /// <summary>The piece that fills up, if the vocabulary has it.</summary>
    public string PadPiece { get; init; } = "<pad>";
}
