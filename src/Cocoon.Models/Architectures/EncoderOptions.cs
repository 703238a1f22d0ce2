using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>Sizes of a Transformer encoder; the defaults are COCO-LM base.</summary>
public sealed record EncoderOptions
{
    /// <summary>Words of the vocabulary V.</summary>
    public int VocabularySize { get; init; } = 32768;

    /// <summary>Tokens of the longest sequence: learned positions.</summary>
    public int MaxLength { get; init; } = 512;

    /// <summary>Size of a token's state H.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Size of a token's vector before the first layer E, mapped to the hidden size if that differs; 0: the hidden size.</summary>
    public int EmbeddingSize { get; init; }

    /// <summary>Parts of a sequence that have a vector of their own: 2 for BERT's pairs of texts; 0: none.</summary>
    public int Segments { get; init; }

    /// <summary>Number of layers L.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Number of attention heads A.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Size of the wide state between the two halves of a feed-forward network F.</summary>
    public int FeedForwardSize { get; init; } = 3072;

    /// <summary>Fraction of the elements of embeddings, attention outputs and feed-forward outputs dropped in training, in [0, 1).</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>Fraction of attention probabilities dropped in training, in [0, 1).</summary>
    public float AttentionDropout { get; init; } = 0.1f;

    /// <summary>Rows of the table of relative positions; 0: none.</summary>
    public int RelativeBins { get; init; } = 32;

    /// <summary>Distance, in tokens, from which all distances share a bucket.</summary>
    public int MaxDistance { get; init; } = 128;

    /// <summary>How much attention prefers near positions before it has learned anything: head h's relative bias starts lower by
    /// LocalStart · 2⁻ʰ for every bucket further away. 0: no preference, as the papers have it.</summary>
    /// <remarks>
    /// A masked token's neighbours say most about it, but among 128 positions seen alike they are noise, and a short run
    /// spends most of itself on the frequencies of words. Learned from there like every other bias.
    /// The geometric slopes are those of ALiBi (Press et al. 2021, arXiv:2108.12409), which keeps them fixed.
    /// </remarks>
    public float LocalStart { get; init; }

    /// <summary>Standard deviation with which the weights of linear maps start; 0: 1/√inputs, so that a narrow model's branches are not
    /// drowned by its residuals. BERT's and COCO-LM's 0.02 is about that for H = 2,560.</summary>
    public float InitialDeviation { get; init; } = 0.02f;

    /// <summary>Added to the variance in layer normalization.</summary>
    public float LayerNormEpsilon { get; init; } = 1e-5f;

    /// <summary>Whether a layer keeps only its result in training, and the way back computes the rest again: the memory of one layer instead of all, for about
    /// a third more time. Same bits.</summary>
    public bool Checkpointing { get; init; }

    /// <summary>Columns of one head D = H / A.</summary>
    internal int HeadSize => HiddenSize / Heads;

    /// <summary>Size of a token's vector before the first layer E.</summary>
    internal int TokenSize => EmbeddingSize > 0 ? EmbeddingSize : HiddenSize;

    /// <summary>True if a training pass and an evaluation pass compute different things.</summary>
    internal bool HasDropout => Dropout > 0 || AttentionDropout > 0;

    /// <summary>Refuses a tokenizer with more tokens than there are vectors.</summary>
    internal void RequireFits(Tokenizer tokenizer)
    {
        if (tokenizer.VocabularySize > VocabularySize)
            throw new ArgumentException($"The tokenizer has {tokenizer.VocabularySize} tokens, the model only {VocabularySize}: they do not belong together.", nameof(tokenizer));
    }

    /// <summary>Every reason why such an encoder cannot be built; empty if it can.</summary>
    /// <param name="path">Where these options stand in the recipe, such as <c>model</c>.</param>
    public IEnumerable<RecipeProblem> Problems(string path)
    {
        foreach (var (name, value) in new[] { ("vocabularySize", VocabularySize), ("maxLength", MaxLength), ("hiddenSize", HiddenSize), ("layers", Layers), ("heads", Heads), ("feedForwardSize", FeedForwardSize) })
            if (value < 1) yield return new($"{path}.{name}", $"{value} is not a size.", "Use a whole number from 1.");
        if (EmbeddingSize < 0) yield return new($"{path}.embeddingSize", $"{EmbeddingSize} is not a size.", "Use 0 for the hidden size.");
        if (Segments is < 0 or > 1024) yield return new($"{path}.segments", $"{Segments} is not a number of parts.", "Use 2 for pairs of texts, 0 for none.");
        if (Heads >= 1 && HiddenSize % Heads != 0)
            yield return new($"{path}.heads", $"{Heads} heads do not divide a hidden size of {HiddenSize}.", "Use a divisor, usually hiddenSize / 64.");
        foreach (var (name, value) in new[] { ("dropout", Dropout), ("attentionDropout", AttentionDropout) })
            if (value is not (>= 0 and < 1)) yield return new($"{path}.{name}", $"{value} is not a fraction in [0, 1).", "Use 0.1, or 0 for none.");
        if (RelativeBins != 0 && (RelativeBins < 4 || RelativeBins % 2 != 0))
            yield return new($"{path}.relativeBins", $"{RelativeBins} bins cannot be split into both directions, near and far.", "Use an even number from 4, usually 32, or 0 for no relative positions.");
        else if (RelativeBins != 0 && MaxDistance < RelativeBins / 4 + 2)
            yield return new($"{path}.maxDistance", $"A distance of {MaxDistance} leaves no room for far distances beside {RelativeBins} bins.", "Use 128 with 32 bins.");
        if (LocalStart is not (>= 0 and <= 16))
            yield return new($"{path}.localStart", $"{LocalStart} is not a slope from 0 to 16.", "Use 1, or 0 for no preference.");
        else if (LocalStart > 0 && RelativeBins == 0)
            yield return new($"{path}.localStart", "It is a start of relative positions, of which there are none.", "Set model.relativeBins to 32, or model.localStart to 0.");
        if (InitialDeviation is not (>= 0 and <= 1))
            yield return new($"{path}.initialDeviation", $"{InitialDeviation} is not a standard deviation from 0 to 1.", "Use 0.02 as BERT, or 0 for 1/√inputs.");
        if (LayerNormEpsilon is not (> 0 and < 1))
            yield return new($"{path}.layerNormEpsilon", $"{LayerNormEpsilon} is not a small positive number.", "Use 1e-5.");
    }
}
