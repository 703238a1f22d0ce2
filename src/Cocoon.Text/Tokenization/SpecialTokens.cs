namespace Cocoon.Text;

/// <summary>Ids of the tokens that are not text.</summary>
/// <param name="Pad">[PAD]: fills up; never computed on here, kept for other tools.</param>
/// <param name="Unknown">[UNK]: a word that the vocabulary cannot spell.</param>
/// <param name="Classify">[CLS]: first of every sequence; its state stands for the sequence.</param>
/// <param name="Separate">[SEP]: ends a sequence or a document in it.</param>
/// <param name="Mask">[MASK]: hides a token.</param>
public sealed record SpecialTokens(int Pad, int Unknown, int Classify, int Separate, int Mask)
{
    /// <summary>The order in which a new vocabulary begins: [PAD] [UNK] [CLS] [SEP] [MASK].</summary>
    public static SpecialTokens First5 { get; } = new(0, 1, 2, 3, 4);

    /// <summary>True for the tokens that are not text; [UNK] stands for text, so it is not among them.</summary>
    public bool Contains(int id) => id == Pad || id == Classify || id == Separate || id == Mask;
}
