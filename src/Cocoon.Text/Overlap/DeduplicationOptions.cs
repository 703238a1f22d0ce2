namespace Cocoon.Text;

/// <summary>What counts as a duplicate.</summary>
public sealed record DeduplicationOptions
{
    /// <summary>The lowest threshold: below it, too many similar documents would not be found.</summary>
    public const double LowestThreshold = 0.7;

    /// <summary>Documents whose estimated similarity to a kept one is at least this are dropped: common runs of five words divided by all.
    /// From 0.7 to 1; at 1 only documents with the same runs are.</summary>
    public double Threshold { get; init; } = 0.8;

    /// <summary>Threads that sign documents, besides one that reads and one that compares; 0 for one per processor. Results do not depend on it.</summary>
    public int Threads { get; init; }

    internal void Validate()
    {
        if (Threshold is not (>= LowestThreshold and <= 1)) throw new ArgumentException($"Threshold is {Threshold}: choose {LowestThreshold} to 1.");
    }
}
