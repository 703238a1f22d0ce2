using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What denoising is trained to do. The defaults are T5's; BART's own are <c>form: wholeText, spanRate: 0.3, permuteRate: 1</c>.</summary>
/// <remarks>Raffel et al. 2019, arXiv:1910.10683, §3.1.4 and §3.3; Lewis et al. 2019, arXiv:1910.13461, §2.2 and §5.1. Rates of BART's own ways may be mixed at will.</remarks>
public sealed record DenoisingOptions : ObjectiveOptions
{
    /// <summary>What is written.</summary>
    public DenoisingForm Form { get; init; } = DenoisingForm.Spans;

    /// <summary>Fraction of the tokens that are hidden in spans, in [0, 1): behind sentinels, or behind one [MASK] a span (text infilling).</summary>
    public double SpanRate { get; init; } = 0.15;

    /// <summary>Tokens of a span on average, at least 1; where the whole text is written, λ of the Poisson distribution that they have.</summary>
    public double SpanLength { get; init; } = 3;

    /// <summary>Tokens that stand for spans, added behind the vocabulary, the first one last; 0: the tokenizer's own &lt;extra_id_0&gt;, &lt;extra_id_1&gt; ….</summary>
    public int Sentinels { get; init; } = 100;

    /// <summary>Fraction of the other tokens that become [MASK], in [0, 1] (token masking).</summary>
    public double MaskRate { get; init; }

    /// <summary>Fraction that is left out (token deletion).</summary>
    public double DeleteRate { get; init; }

    /// <summary>Fraction that a random word stands for.</summary>
    public double ReplaceRate { get; init; }

    /// <summary>Fraction of the sentences that change places, in [0, 1] (sentence permutation).</summary>
    public double PermuteRate { get; init; }

    /// <summary>Fraction of the texts that begin somewhere in the middle, in [0, 1] (document rotation).</summary>
    public double RotateRate { get; init; }

    /// <summary>The damage where the whole text is written.</summary>
    internal TextNoise Noise => new()
    {
        MaskRate = MaskRate, DeleteRate = DeleteRate, ReplaceRate = ReplaceRate, SpanRate = SpanRate, SpanLength = SpanLength, PermuteRate = PermuteRate, RotateRate = RotateRate,
    };

    private (string Name, double Rate)[] OwnRatesOfWholeText =>
        [("maskRate", MaskRate), ("deleteRate", DeleteRate), ("replaceRate", ReplaceRate), ("permuteRate", PermuteRate), ("rotateRate", RotateRate)];

    /// <summary>The ids that stand for spans.</summary>
    /// <param name="vocabulary">Words of the vocabulary V.</param>
    /// <param name="kinds">The vocabulary.</param>
    internal int[] SentinelsOf(int vocabulary, TokenKinds kinds) =>
        Form != DenoisingForm.Spans ? [] : Sentinels == 0 ? [.. kinds.Sentinels] : [.. Enumerable.Range(0, Sentinels).Select(n => vocabulary + Sentinels - 1 - n)];

    /// <summary>Sizes of both networks: the vocabulary with the sentinels.</summary>
    internal EncoderOptions Sizes(EncoderOptions encoder) => Form == DenoisingForm.Spans ? encoder with { VocabularySize = encoder.VocabularySize + Sentinels } : encoder;

    /// <inheritdoc/>
    public override bool HidesText() => Form == DenoisingForm.WholeText && Noise.Masks;

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> Problems(string path)
    {
        if (SpanRate is not (>= 0 and < 1)) yield return new($"{path}.spanRate", $"{SpanRate} is not a fraction in [0, 1).", "Use 0.15, or 0.3 where the whole text is written.");
        if (SpanLength is not (>= 1 and <= 100)) yield return new($"{path}.spanLength", $"{SpanLength} is not a number of tokens from 1 to 100.", "Use 3.");
        if (Sentinels is < 0 or > 100_000) yield return new($"{path}.sentinels", $"{Sentinels} is not a number of tokens.", "Use 100, or 0 for those of the tokenizer.");
        foreach (var (name, rate) in OwnRatesOfWholeText)
        {
            if (rate is not (>= 0 and <= 1)) yield return new($"{path}.{name}", $"{rate} is not a fraction in [0, 1].", "Use 0 for none.");
            else if (rate > 0 && Form == DenoisingForm.Spans) yield return new($"{path}.{name}", "Only spans are written, so nothing else can be mended.", "Use form: wholeText, or 0.");
        }
        if (MaskRate + DeleteRate + ReplaceRate > 1) yield return new($"{path}.maskRate", "The rates of masking, deletion and replacement are more than 1 together.", "Leave something of the text.");
        if (SpanRate == 0 && (Form == DenoisingForm.Spans || OwnRatesOfWholeText.All(r => r.Rate == 0)))
            yield return new($"{path}.spanRate", "Nothing is damaged, so there is nothing to learn but copying.", "Use 0.15, or 0.3 where the whole text is written.");
    }

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> ProblemsWith(RecipeContext recipe) => recipe.StatesAsWideAsTokens().Concat(recipe.OneSegment()).Concat(TooFewSentinels(recipe));

    /// <inheritdoc/>
    public override IPretraining Build(ParameterScope scope, EncoderOptions encoder, TokenKinds kinds) =>
        new Denoising(new(scope, Sizes(encoder), new(kinds.Special, SentinelsOf(encoder.VocabularySize, kinds), HidesText())), this, kinds);

    /// <inheritdoc/>
    public override long Parameters(EncoderOptions encoder) => DenoisingCost.Parameters(Sizes(encoder));

    /// <inheritdoc/>
    public override ObjectiveCost Cost(EncoderOptions encoder, int sequences, int length)
    {
        var (read, written) = Lengths(length);
        return DenoisingCost.Of(Sizes(encoder), sequences, read, written);
    }

    private IEnumerable<RecipeProblem> TooFewSentinels(RecipeContext recipe)
    {
        if (Form != DenoisingForm.Spans) yield break;
        int spans = SpanCorruption.Noise(recipe.Model.MaxLength, SpanRate, SpanLength).Spans, sentinels = Sentinels;
        if (Sentinels == 0 && recipe.Tokenizer is { } tokenizer) sentinels = TokenKinds.Of(tokenizer).Sentinels.Count;
        else if (Sentinels == 0) yield break;
        if (spans > sentinels)
            yield return new("objective.sentinels", $"A text of {recipe.Model.MaxLength} tokens has {spans} spans, but there are {sentinels} tokens to stand for them.", $"Use {Math.Max(100, spans)}, which are added to the vocabulary.");
    }

    /// <summary>Tokens that become of a sequence: to read and to write.</summary>
    private (double Read, double Written) Lengths(int length)
    {
        if (Form == DenoisingForm.WholeText) return (length * (SpanRate / SpanLength + (1 - SpanRate) * (1 - DeleteRate)), length - 1);
        var (read, written) = SpanCorruption.Lengths(length - 2, SpanRate, SpanLength);
        return (read + 1, written);
    }
}
