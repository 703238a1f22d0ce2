namespace Cocoon.Cli;

/// <summary>One token on its way through corruption and correction.</summary>
/// <param name="Original">What stood there.</param>
/// <param name="Masked">What the first model saw: [MASK], another word, or the original; null if nothing was hidden.</param>
/// <param name="Sampled">What the main model saw: the auxiliary model's sample or the original; null if there is one model only.</param>
/// <param name="WrongProbability">1 − p_copy, in [0, 1]; null for a model that does not decide.</param>
/// <param name="Corrected">The language head's best word where a mask stood; null elsewhere and for a model that does not correct.</param>
public sealed record CorruptedToken(string Original, string? Masked, string? Sampled, double? WrongProbability, string? Corrected)
{
    /// <summary>True where a model was asked for the token.</summary>
    public bool IsMasked { get; init; }

    /// <summary>True where the main model saw another token than the original.</summary>
    public bool IsReplaced => IsMasked && Sampled is not null && Sampled != Original;
}
