using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What permutation language modelling is trained to do. The defaults are XLNet's.</summary>
/// <remarks>Yang et al. 2019, arXiv:1906.08237, §2.3; released code zihangdai/xlnet (<c>data_utils.py</c>, and the flags in its README).</remarks>
public sealed record XlNetOptions : ObjectiveOptions
{
    /// <summary>K: one token in so many is predicted, and every run of words lies in a text that is so many times as long.</summary>
    public int TokensPerTarget { get; init; } = 6;

    /// <summary>Most words in a row that are predicted together; a run has n of them with probability proportional to 1/n.</summary>
    public int LongestSpan { get; init; } = 5;

    /// <summary>Tokens of a block within which the order is random; blocks are predicted from left to right.</summary>
    public int BlockSize { get; init; } = 256;

    /// <summary>Fraction of the tokens that are predicted: 1/K.</summary>
    internal double TargetRate => 1.0 / TokensPerTarget;

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> Problems(string path)
    {
        if (TokensPerTarget is < 2 or > 1000) yield return new($"{path}.tokensPerTarget", $"One token in {TokensPerTarget} cannot be predicted from the others.", "Use 6, as the paper, or any number from 2 to 1,000.");
        if (LongestSpan is < 1 or > 100) yield return new($"{path}.longestSpan", $"{LongestSpan} is not a number of words.", "Use 5, as the paper, or 1 for single words.");
        if (BlockSize < 1) yield return new($"{path}.blockSize", $"{BlockSize} is not a number of tokens.", "Use 256, as the released code.");
    }

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> ProblemsWith(RecipeContext recipe) => recipe.StatesAsWideAsTokens().Concat(recipe.OneSegment());

    /// <inheritdoc/>
    public override IPretraining Build(ParameterScope scope, EncoderOptions encoder, TokenKinds kinds) => new XlNet(new(scope, encoder, kinds.Special), this, kinds);

    /// <inheritdoc/>
    public override long Parameters(EncoderOptions encoder) =>
        EncoderCost.EmbeddingParameters(encoder) + EncoderCost.LayerParameters(encoder) + encoder.VocabularySize;

    /// <inheritdoc/>
    public override ObjectiveCost Cost(EncoderOptions encoder, int sequences, int length)
    {
        double queries = TargetRate * length, rows = length + queries, predicted = sequences * queries, h = encoder.HiddenSize, v = encoder.VocabularySize;
        return new(
        [
            ("main", ObjectiveCost.ForwardAndBackward * EncoderCost.ForwardFlops(encoder, sequences, rows, queries)),
            ("heads", ObjectiveCost.ForwardAndBackward * 2 * predicted * h * v),
        ],
        EncoderCost.KeptFloats(encoder, sequences * rows, rows) + 4 * sequences * rows * h + 2 * predicted * v);
    }
}
