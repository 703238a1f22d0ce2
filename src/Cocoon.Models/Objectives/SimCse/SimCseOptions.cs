using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What SimCSE is trained to do. The defaults are unsupervised SimCSE.</summary>
/// <remarks>
/// Gao, Yao and Chen 2021, arXiv:2104.08821, §3 and §5; released code princeton-nlp/SimCSE. Contrast by augmentation is <c>positive: crop</c>,
/// <c>deletion</c>, <c>insertion</c> or <c>replacement</c>; supervised SimCSE (§4) is <c>supervised: true</c> on data of triples.
/// </remarks>
public sealed record SimCseOptions : ObjectiveOptions
{
    private const int LargestQueue = 1 << 20;

    /// <summary>Whether the texts come in threes, labelled: one, one that says the same, and one that says the opposite, a hard negative.</summary>
    public bool Supervised { get; init; }

    /// <summary>What makes the second view of a text, beside another dropout mask.</summary>
    public TextEdit Positive { get; init; } = TextEdit.None;

    /// <summary>Fraction of the words that the edit touches, or of the tokens that a crop cuts away, in [0, 1).</summary>
    public double EditRate { get; init; } = 0.1;

    /// <summary>τ, what cosines are divided by.</summary>
    public float Temperature { get; init; } = 0.05f;

    /// <summary>Weight of guessing hidden words beside, on a pass of its own; 0: none. The paper tries 0.1.</summary>
    public float MaskedWeight { get; init; }

    /// <summary>Fraction of the tokens that must be guessed there, in (0, 1).</summary>
    public double MaskRate { get; init; } = 0.15;

    /// <summary>Vectors of texts of earlier batches that are negatives, too; 0: none. ESimCSE takes 2.5 times the batch.</summary>
    public int QueueSize { get; init; }

    /// <summary>How much of itself the network that makes those vectors keeps in a step, in [0, 1).</summary>
    public float Momentum { get; init; } = 0.995f;

    /// <inheritdoc/>
    public override bool HidesText() => MaskedWeight > 0;

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> Problems(string path)
    {
        if (Supervised && Positive != TextEdit.None) yield return new($"{path}.positive", "The second view of a text is labelled, so nothing is edited.", "Use none, or supervised: false.");
        if (EditRate is not (>= 0 and < 1)) yield return new($"{path}.editRate", $"{EditRate} is not a fraction in [0, 1).", "Use 0.1.");
        if (Temperature is not (> 0 and < float.PositiveInfinity)) yield return new($"{path}.temperature", $"{Temperature} is not a positive number.", "Use 0.05.");
        if (MaskedWeight is not (>= 0 and < float.PositiveInfinity)) yield return new($"{path}.maskedWeight", $"{MaskedWeight} is not a weight.", "Use 0.1, or 0 to leave it out.");
        if (MaskRate is not (> 0 and < 1)) yield return new($"{path}.maskRate", $"{MaskRate} is not a fraction in (0, 1).", "Use 0.15.");
        if (QueueSize is < 0 or > LargestQueue) yield return new($"{path}.queueSize", $"{QueueSize} is not a number of vectors.", "Use 2.5 times data.sequencesPerBatch, or 0 for none.");
        if (Momentum is not (>= 0 and < 1)) yield return new($"{path}.momentum", $"{Momentum} is not a fraction in [0, 1).", "Use 0.995.");
    }

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> ProblemsWith(RecipeContext recipe)
    {
        foreach (var problem in recipe.OneSegment()) yield return problem;
        if (recipe.SequencesPerBatch == 1) yield return new("data.sequencesPerBatch", "A batch of one sequence has no other to contrast it with.", "Use 2 at least; 64 is usual.");
        if (!Supervised && (Positive == TextEdit.None || EditRate == 0) && !recipe.Model.HasDropout)
            yield return new("model.dropout", "Both views of a text would be the same, and nothing learned from that.", "Use 0.1, or choose objective.positive.");
    }

    /// <inheritdoc/>
    public override IPretraining Build(ParameterScope scope, EncoderOptions encoder, TokenKinds kinds) =>
        new SimCse(new(scope, encoder, MaskedWeight > 0), QueueSize > 0 ? new MomentumQueue(scope, encoder, QueueSize, Momentum) : null, this, kinds);

    /// <inheritdoc/>
    public override long Parameters(EncoderOptions encoder)
    {
        long h = encoder.HiddenSize, network = EncoderCost.EmbeddingParameters(encoder) + EncoderCost.LayerParameters(encoder) + EncoderCost.Linear(h, h);
        long queue = QueueSize > 0 ? network + 2 * QueueSize * h + 3 : 0;
        return network + queue + (MaskedWeight > 0 ? EncoderCost.MaskedHeadParameters(encoder) : 0);
    }

    /// <inheritdoc/>
    public override ObjectiveCost Cost(EncoderOptions encoder, int sequences, int length)
    {
        // Supervised, a sequence is at least one triple, and each text about a third of it.
        double views = Supervised ? 3 : 2, size = Supervised ? length / 3.0 : length;
        double tokens = sequences * size, s = sequences, h = encoder.HiddenSize, masked = MaskedWeight > 0 ? MaskRate * tokens : 0;
        double view = EncoderCost.ForwardFlops(encoder, s, size, 1), hidden = masked > 0 ? EncoderCost.ForwardFlops(encoder, s, size, MaskRate * size) : 0;
        double heads = 2 * views * s * h * h + 2 * s * ((views - 1) * s + QueueSize) * h + EncoderCost.MaskedHeadFlops(encoder, masked);
        return new(
        [
            ("main", ObjectiveCost.ForwardAndBackward * views * view), ("masked", ObjectiveCost.ForwardAndBackward * hidden),
            ("queue", QueueSize > 0 ? view : 0), ("heads", ObjectiveCost.ForwardAndBackward * heads),
        ],
        (views + (masked > 0 ? 1 : 0)) * (EncoderCost.KeptFloats(encoder, tokens, size) + 4 * tokens * h) + 2 * encoder.VocabularySize * masked);
    }
}
