using Cocoon.Training;

namespace Cocoon.Evaluation;

/// <summary>What the head of a sequence looks like.</summary>
public enum HeadForm
{
    /// <summary>Dropout, Linear, tanh, dropout, Linear on the first token: RoBERTa's and COCO-LM's.</summary>
    Pooled,

    /// <summary>Dropout and one Linear on the first token: ELECTRA's.</summary>
    Plain,
}

/// <summary>What stands on the encoder in fine-tuning.</summary>
/// <remarks>COCO-LM's released code, <c>RobertaClassificationHead</c> with <c>pooler_dropout</c>; ELECTRA's, <c>ClassificationTask</c>.</remarks>
public sealed record HeadOptions
{
    /// <summary>Its form.</summary>
    public HeadForm Form { get; init; } = HeadForm.Pooled;

    /// <summary>Fraction of the elements dropped before each of its linear maps in training, in [0, 1).</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>How much each label counts in the loss, in the order of the task's labels; empty: all alike.</summary>
    public IReadOnlyList<float> LabelWeights { get; init; } = [];

    /// <summary>Every reason why such a head cannot be built.</summary>
    /// <param name="path">Where these options stand in the recipe, such as <c>head</c>.</param>
    public IEnumerable<RecipeProblem> Problems(string path)
    {
        if (Dropout is not (>= 0 and < 1)) yield return new($"{path}.dropout", $"{Dropout} is not a fraction in [0, 1).", "Use 0.1, or 0 for none.");
        if (LabelWeights.Any(w => w is not (>= 0 and < float.PositiveInfinity))) yield return new($"{path}.labelWeights", "A weight is negative or not a number.", "Use 1 for a label that counts once.");
    }
}
