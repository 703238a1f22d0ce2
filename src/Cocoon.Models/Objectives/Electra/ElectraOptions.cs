using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What ELECTRA is trained to do. The defaults are the paper's small and large setting, but for large's mask rate of 25 %.</summary>
/// <remarks>
/// Clark et al. 2020, arXiv:2003.10555, §3 and Table 6. "ELECTRA 15%" is <c>form: maskedTokens</c>, "Replace MLM" <c>form: replaceMlm</c>,
/// "All-Tokens MLM" <c>form: allTokensMlm</c>; "Adversarial ELECTRA" is <c>training: adversarial</c>, "Two-Stage ELECTRA" <c>training: twoStage,
/// generatorWidth: 1, sharing: none</c>.
/// </remarks>
public sealed record ElectraOptions : ObjectiveOptions
{
    /// <summary>Fraction of the tokens that may be replaced, in (0, 1).</summary>
    public double MaskRate { get; init; } = 0.15;

    /// <summary>Fraction of those that the generator sees as [MASK], in [0, 1]; it sees the rest as they are.</summary>
    public double MaskShare { get; init; } = 0.85; // pretrain_helpers.py

    /// <summary>Width of the generator as a fraction of the main model's, in (0, 1]: hidden size, feed-forward size and heads.</summary>
    public double GeneratorWidth { get; init; } = 0.25;

    /// <summary>Depth of the generator as a fraction of the main model's, in (0, 1].</summary>
    public double GeneratorDepth { get; init; } = 1;

    /// <summary>What the embeddings of both networks have in common.</summary>
    public EmbeddingSharing Sharing { get; init; } = EmbeddingSharing.All;

    /// <summary>What the generator's logits are divided by before a word is drawn.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>λ, the weight of telling original from replaced.</summary>
    public float DetectionWeight { get; init; } = 50;

    /// <summary>What the main model is trained to tell.</summary>
    public ElectraForm Form { get; init; } = ElectraForm.AllTokens;

    /// <summary>How the generator is trained.</summary>
    public GeneratorTraining Training { get; init; } = GeneratorTraining.Joint;

    /// <summary>Steps of the first of two stages, in which the generator is trained alone.</summary>
    public long GeneratorSteps { get; init; }

    /// <summary>Weight of the generator's reward in adversarial training.</summary>
    public float PolicyWeight { get; init; } = 1;

    /// <summary>True if the main model tells original from replaced, and is trained to.</summary>
    internal bool Detects => Form is ElectraForm.AllTokens or ElectraForm.MaskedTokens;

    /// <summary>Sizes of the generator.</summary>
    /// <remarks>As <c>run_pretraining.py</c>: heads keep their size, and at least one is left; the feed-forward network keeps its proportion.</remarks>
    internal EncoderOptions Generator(EncoderOptions main)
    {
        int hidden = Scaled(main.HiddenSize, GeneratorWidth);
        return main with
        {
            HiddenSize = hidden,
            EmbeddingSize = main.TokenSize,
            Heads = Math.Max(1, hidden / Math.Max(1, main.HeadSize)),
            FeedForwardSize = Scaled(main.FeedForwardSize, (double)hidden / main.HiddenSize),
            Layers = Scaled(main.Layers, GeneratorDepth),
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> Problems(string path)
    {
        if (MaskRate is not (> 0 and < 1)) yield return new($"{path}.maskRate", $"{MaskRate} is not a fraction in (0, 1).", "Use 0.15, or 0.25 for large models.");
        if (MaskShare is not (>= 0 and <= 1)) yield return new($"{path}.maskShare", $"{MaskShare} is not a fraction in [0, 1].", "Use 0.85.");
        if (GeneratorWidth is not (> 0 and <= 1)) yield return new($"{path}.generatorWidth", $"{GeneratorWidth} is not a fraction in (0, 1].", "Use 0.25 to 0.5.");
        if (GeneratorDepth is not (> 0 and <= 1)) yield return new($"{path}.generatorDepth", $"{GeneratorDepth} is not a fraction in (0, 1].", "Use 1.");
        if (Temperature is not (> 0 and < float.PositiveInfinity)) yield return new($"{path}.temperature", $"{Temperature} is not a positive number.", "Use 1.");
        if (DetectionWeight is not (> 0 and < float.PositiveInfinity)) yield return new($"{path}.detectionWeight", $"{DetectionWeight} is not a positive weight.", "Use 50.");
        if (PolicyWeight is not (> 0 and < float.PositiveInfinity)) yield return new($"{path}.policyWeight", $"{PolicyWeight} is not a positive weight.", "Use 1.");
        if (Training == GeneratorTraining.Adversarial && !Detects) yield return new($"{path}.training", "Without detection there is nobody to deceive.", "Use form: allTokens or maskedTokens, or training: joint.");
        if (Training == GeneratorTraining.Adversarial && Temperature != 1) yield return new($"{path}.temperature", "The gradient of the reward is that of words drawn at temperature 1.", "Use 1, or training: joint.");
        if (Training == GeneratorTraining.TwoStage)
        {
            if (GeneratorSteps < 1) yield return new($"{path}.generatorSteps", $"{GeneratorSteps} is not a number of steps.", "Use half of training.steps.");
            if (GeneratorWidth != 1 || GeneratorDepth != 1) yield return new($"{path}.generatorWidth", "Weights are copied from the generator, so it must have the main model's size.", "Use generatorWidth: 1 and generatorDepth: 1.");
            if (Sharing != EmbeddingSharing.None) yield return new($"{path}.sharing", "A frozen generator cannot share embeddings that are still trained.", "Use sharing: none; the embeddings are copied.");
        }
        else if (GeneratorSteps != 0) yield return new($"{path}.generatorSteps", "There is no first stage.", "Use 0, or training: twoStage.");
    }

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> ProblemsWith(RecipeContext recipe)
    {
        foreach (var problem in recipe.OneSegment()) yield return problem;
        var generator = Generator(recipe.Model);
        if (generator.HiddenSize % generator.Heads != 0)
            yield return new("objective.generatorWidth", $"{generator.Heads} heads do not divide a generator of hidden size {generator.HiddenSize}.", "Choose a fraction that gives a multiple of the head size.");
        if (Training == GeneratorTraining.TwoStage && recipe.Steps <= GeneratorSteps)
            yield return new("objective.generatorSteps", $"{GeneratorSteps} of {recipe.Steps} steps leave none for the second stage.", "Use half of training.steps.");
    }

    /// <inheritdoc/>
    public override IPretraining Build(ParameterScope scope, EncoderOptions encoder, TokenKinds kinds) => new Electra(new(scope, encoder, this), this, kinds);

    /// <inheritdoc/>
    public override long Parameters(EncoderOptions encoder) => ElectraCost.Parameters(encoder, this);

    /// <inheritdoc/>
    public override (long Steps, double Share) Opening(EncoderOptions encoder, int sequences, int length)
    {
        if (Training != GeneratorTraining.TwoStage) return base.Opening(encoder, sequences, length);
        var parts = Cost(encoder, sequences, length).Flops; // the first is the frozen generator's
        return (GeneratorSteps, ObjectiveCost.ForwardAndBackward * parts[0].Flops / parts.Sum(p => p.Flops));
    }

    /// <inheritdoc/>
    public override ObjectiveCost Cost(EncoderOptions encoder, int sequences, int length) => ElectraCost.Of(encoder, this, sequences, length);

    private static int Scaled(int size, double fraction) => Math.Max(1, (int)Math.Round(fraction * size));
}
