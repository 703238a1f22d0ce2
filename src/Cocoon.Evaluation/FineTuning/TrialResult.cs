namespace Cocoon.Evaluation;

/// <summary>What one training came to.</summary>
public sealed record TrialResult
{
    /// <summary>Its folder, in that of the run's trials.</summary>
    public required string Name { get; init; }

    /// <summary>Largest learning rate.</summary>
    public required double PeakLearningRate { get; init; }

    /// <summary>How often the training data were used.</summary>
    public required double Epochs { get; init; }

    /// <summary>Sequences in a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Fraction of the steps in which the learning rate rose.</summary>
    public required double WarmupRate { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Steps that were taken.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps of the checkpoint that was best on the development data, whose measures these are.</summary>
    public required long BestStep { get; init; }

    /// <summary>Mean of the measures that count, on the first development set.</summary>
    public required double Score { get; init; }

    /// <summary>All measures, see <see cref="TaskEvaluation.Run"/>.</summary>
    public required SortedDictionary<string, double> Measures { get; init; }

    /// <summary>Whether two trainings differ in nothing but their seed.</summary>
    public bool HasSettingOf(TrialResult other) =>
        (PeakLearningRate, Epochs, BatchSize, WarmupRate) == (other.PeakLearningRate, other.Epochs, other.BatchSize, other.WarmupRate);
}
