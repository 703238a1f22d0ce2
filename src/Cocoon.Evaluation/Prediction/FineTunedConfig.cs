using Cocoon.Models;
using Cocoon.Training;

namespace Cocoon.Evaluation;

/// <summary>What stands beside the weights of a fine-tuned model: everything needed to build it, and to know that it is whole.</summary>
public sealed record FineTunedConfig : WeightsConfig
{
    /// <summary>What is asked.</summary>
    public required TaskSettings Task { get; init; }

    /// <summary>Sizes of the encoder.</summary>
    public required EncoderOptions Encoder { get; init; }

    /// <summary>The head's form.</summary>
    public required HeadOptions Head { get; init; }

    /// <summary>Tokens of the longest sequence that it was trained on.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Every reason why no model can be built.</summary>
    internal IEnumerable<RecipeProblem> Problems()
    {
        foreach (var problem in Encoder.Problems("encoder").Concat(Head.Problems("head"))) yield return problem;
        if (MaxLength < 8 || MaxLength > Encoder.MaxLength) yield return new("maxLength", $"{MaxLength} is not a length up to {Encoder.MaxLength}.", "");
        bool labels = Task.Kind is TaskKind.Classification or TaskKind.MultiLabel or TaskKind.TokenLabels;
        if (labels != Task.Labels.Count > 0 || Task.Labels.Distinct(StringComparer.Ordinal).Count() != Task.Labels.Count) yield return new("task.labels", "These are not the labels of such a task.", "");
        if (Task.Kind == TaskKind.Regression && !(Task.Range?.Lowest < Task.Range?.Highest)) yield return new("task.range", "The range of the numbers is missing.", "");
    }
}
