using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What masked language modelling is trained to do. The defaults are RoBERTa's; BERT's own are <c>staticMaskings: 10, nextSentence: true</c>.</summary>
/// <remarks>Devlin et al. 2018, arXiv:1810.04805, §3.1; Liu et al. 2019, arXiv:1907.11692, §4.</remarks>
public sealed record MaskedLmOptions : ObjectiveOptions
{
    /// <summary>Fraction of the tokens that must be guessed, in (0, 1).</summary>
    public double MaskRate { get; init; } = 0.15;

    /// <summary>Fraction of those that are shown as [MASK], in [0, 1].</summary>
    public double MaskShare { get; init; } = Concealment.Bert.Masked;

    /// <summary>Fraction of those that are shown as a random word, in [0, 1 − maskShare]; the rest is shown as it is.</summary>
    public double RandomShare { get; init; } = Concealment.Bert.Random;

    /// <summary>Whether a word is guessed whole or not at all.</summary>
    public bool WholeWords { get; init; }

    /// <summary>Most words in a row that are guessed together; above 1 only with <see cref="WholeWords"/>. ALBERT's n-gram masking is 3.</summary>
    public int LongestSpan { get; init; } = 1;

    /// <summary>How many maskings a text has in the whole run; 0: a new one every time.</summary>
    public int StaticMaskings { get; init; }

    /// <summary>Whether sequences are pairs of texts, and whether the second follows the first must be told.</summary>
    public bool NextSentence { get; init; }

    /// <summary>How chosen tokens are hidden.</summary>
    internal Concealment Concealment => new(MaskShare, RandomShare);

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> Problems(string path)
    {
        foreach (var problem in ProblemsOfHiding(path, MaskRate, Concealment)) yield return problem;
        if (LongestSpan is < 1 or > 100) yield return new($"{path}.longestSpan", $"{LongestSpan} is not a number of words.", "Use 1, or 3 for n-gram masking.");
        else if (LongestSpan > 1 && !WholeWords) yield return new($"{path}.longestSpan", "Spans are counted in words, but tokens are chosen one by one.", "Use wholeWords: true, or 1.");
        if (StaticMaskings is < 0 or > 1_000_000) yield return new($"{path}.staticMaskings", $"{StaticMaskings} is not a number of maskings.", "Use 0 for new ones every time, 10 as BERT.");
    }

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> ProblemsWith(RecipeContext recipe)
    {
        if (NextSentence && recipe.Model.Segments < 2)
            yield return new("model.segments", "Pairs of texts need a vector for each of the two.", "Use 2, or objective.nextSentence: false.");
        if (!NextSentence && recipe.Model.Segments > 0)
            yield return new("model.segments", "All tokens would be in the first segment.", "Use 0, or objective.nextSentence: true.");
        if (NextSentence && recipe.SequencesPerBatch == 1)
            yield return new("data.sequencesPerBatch", "A batch of one sequence has no other to take a wrong second text from.", "Use 2 at least.");
    }

    /// <inheritdoc/>
    public override IPretraining Build(ParameterScope scope, EncoderOptions encoder, TokenKinds kinds) =>
        new MaskedLm(new(scope, encoder, NextSentence), this, kinds);

    /// <inheritdoc/>
    public override long Parameters(EncoderOptions encoder)
    {
        long h = encoder.HiddenSize, sum = EncoderCost.EmbeddingParameters(encoder) + EncoderCost.LayerParameters(encoder) + EncoderCost.MaskedHeadParameters(encoder);
        return NextSentence ? sum + EncoderCost.Linear(h, h) + EncoderCost.Linear(h, 2) : sum;
    }

    /// <inheritdoc/>
    public override ObjectiveCost Cost(EncoderOptions encoder, int sequences, int length)
    {
        double tokens = (double)sequences * length, masked = MaskRate * tokens, h = encoder.HiddenSize, pairs = NextSentence ? 1 : 0;
        double main = EncoderCost.ForwardFlops(encoder, sequences, length, MaskRate * length + pairs);
        double heads = EncoderCost.MaskedHeadFlops(encoder, masked) + pairs * sequences * 2 * h * (h + 2);
        return new([("main", ObjectiveCost.ForwardAndBackward * main), ("heads", ObjectiveCost.ForwardAndBackward * heads)],
            EncoderCost.KeptFloats(encoder, tokens, length) + 4 * tokens * h + 2 * encoder.VocabularySize * masked);
    }
}
