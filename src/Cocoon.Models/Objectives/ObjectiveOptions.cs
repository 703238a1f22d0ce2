using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What a model is trained to do, as a recipe says it: the recipe's <c>objective.type</c> chooses the derived record, and the record all that follows from it.</summary>
public abstract record ObjectiveOptions
{
    /// <summary>Every reason why this objective cannot be trained; empty if it can.</summary>
    /// <param name="path">Where these options stand in the recipe, such as <c>objective</c>.</param>
    public abstract IEnumerable<RecipeProblem> Problems(string path);

    /// <summary>Every contradiction with the rest of a recipe; empty if there is none.</summary>
    /// <param name="recipe">What the rest says, which has no problems of its own.</param>
    public virtual IEnumerable<RecipeProblem> ProblemsWith(RecipeContext recipe) => [];

    /// <summary>Whether text is hidden behind the token that masks, which a tokenizer must then have.</summary>
    public virtual bool HidesText() => true;

    /// <summary>Declares the networks, and gives what trains them.</summary>
    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="encoder">Sizes of the main network.</param>
    /// <param name="kinds">The vocabulary.</param>
    public abstract IPretraining Build(ParameterScope scope, EncoderOptions encoder, TokenKinds kinds);

    /// <summary>Scalars of everything that <see cref="Build"/> declares.</summary>
    public abstract long Parameters(EncoderOptions encoder);

    /// <summary>Steps at the start that cost less, and what part of the whole cost they have; for objectives that train in stages.</summary>
    /// <param name="encoder">Sizes of the main network.</param>
    /// <param name="sequences">Number of sequences S.</param>
    /// <param name="length">Tokens of each.</param>
    public virtual (long Steps, double Share) Opening(EncoderOptions encoder, int sequences, int length) => (0, 1);

    /// <summary>The problems of hiding tokens as BERT does.</summary>
    /// <param name="path">Where the options stand in the recipe.</param>
    /// <param name="maskRate">Fraction of the tokens that must be guessed, in (0, 1).</param>
    /// <param name="concealment">What becomes of those.</param>
    private protected static IEnumerable<RecipeProblem> ProblemsOfHiding(string path, double maskRate, Concealment concealment)
    {
        if (maskRate is not (> 0 and < 1)) yield return new($"{path}.maskRate", $"{maskRate} is not a fraction in (0, 1).", "Use 0.15.");
        if (concealment.Masked is not (>= 0 and <= 1)) yield return new($"{path}.maskShare", $"{concealment.Masked} is not a fraction in [0, 1].", "Use 0.8.");
        else if (concealment.Random is not >= 0 || concealment.Masked + concealment.Random > 1)
            yield return new($"{path}.randomShare", $"{concealment.Random} is not a fraction of what {concealment.Masked} leaves.", "Use 0.1.");
    }

    /// <summary>What a micro-batch costs.</summary>
    /// <param name="encoder">Sizes of the main network.</param>
    /// <param name="sequences">Number of sequences S.</param>
    /// <param name="length">Tokens of each.</param>
    public abstract ObjectiveCost Cost(EncoderOptions encoder, int sequences, int length);
}
