namespace Cocoon.Training;

/// <summary>Measures a model on what it was not trained on, always in the same way.</summary>
public interface IHeldOutEvaluation
{
    /// <summary>Runs the evaluation.</summary>
    /// <returns>The measures by name; null if it was canceled before its end.</returns>
    SortedDictionary<string, double>? Run(CancellationToken cancellation = default);

    /// <summary>What is least in the best checkpoint: a loss, or what a score lacks to 1. Not finite if there is nothing to judge by.</summary>
    /// <param name="measures">What <see cref="Run"/> gave.</param>
    double LossOf(IReadOnlyDictionary<string, double> measures);
}
