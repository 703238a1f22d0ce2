namespace Cocoon.Models;

/// <summary>What a corrector reports.</summary>
public sealed record CorrectorOptions
{
    /// <summary>Words at least this probably wrong are reported, in [0, 1]; 0: all words.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>How many proposals a word gets, at least 0.</summary>
    public int Proposals { get; init; } = 5;
}
