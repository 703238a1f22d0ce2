namespace Cocoon.Text;

/// <summary>Ids of the tokens that are not text, by their role; −1 where a tokenizer has none.</summary>
/// <param name="Pad">Fills up ([PAD], &lt;pad&gt;): never computed on here, kept for other tools.</param>
/// <param name="Unknown">What the vocabulary cannot spell ([UNK], &lt;unk&gt;).</param>
/// <param name="Classify">First of every sequence ([CLS], &lt;s&gt;); its state stands for the sequence.</param>
/// <param name="Separate">Ends a sequence or a document in it ([SEP], &lt;/s&gt;).</param>
/// <param name="Mask">Hides a token ([MASK], &lt;mask&gt;).</param>
/// <remarks>One token may have several roles: GPT-2's &lt;|endoftext|&gt; begins and ends.</remarks>
public sealed record SpecialTokens(int Pad, int Unknown, int Classify, int Separate, int Mask)
{
    /// <summary>The order in which a new vocabulary begins: [PAD] [UNK] [CLS] [SEP] [MASK].</summary>
    public static SpecialTokens First5 { get; } = new(0, 1, 2, 3, 4);

    /// <summary>True for the tokens that are not text; [UNK] stands for text, so it is not among them.</summary>
    public bool Contains(int id) => id == Pad || id == Classify || id == Separate || id == Mask;
}
