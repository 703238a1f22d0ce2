using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What causal language modelling is trained to do: GPT as it stands; with a prefix, the prefix language model of T5's comparison.</summary>
public sealed record CausalLmOptions : ObjectiveOptions
{
    /// <summary>Whether a random beginning of each sequence is read in both directions, and only the rest is guessed.</summary>
    public bool Prefix { get; init; }

    /// <inheritdoc/>
    public override bool HidesText() => false;

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> Problems(string path) => [];

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> ProblemsWith(RecipeContext recipe) => recipe.StatesAsWideAsTokens().Concat(recipe.OneSegment());

    /// <inheritdoc/>
    public override IPretraining Build(ParameterScope scope, EncoderOptions encoder, TokenKinds kinds) => new CausalLm(new(scope, encoder, Prefix), this);

    /// <inheritdoc/>
    /// <remarks>An encoder's: the normalization of its embeddings stands behind the last layer instead.</remarks>
    public override long Parameters(EncoderOptions encoder) => EncoderCost.EmbeddingParameters(encoder) + EncoderCost.LayerParameters(encoder);

    /// <inheritdoc/>
    public override ObjectiveCost Cost(EncoderOptions encoder, int sequences, int length)
    {
        double tokens = (double)sequences * length, guessed = (Prefix ? 0.5 : 1) * tokens, h = encoder.HiddenSize, v = encoder.VocabularySize;
        return new(
        [
            ("main", ObjectiveCost.ForwardAndBackward * EncoderCost.ForwardFlops(encoder, sequences, length, length)),
            ("heads", ObjectiveCost.ForwardAndBackward * 2 * guessed * h * v),
        ],
        EncoderCost.KeptFloats(encoder, tokens, length) + 4 * tokens * h + 2 * guessed * v);
    }
}
