using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>How text is continued.</summary>
public sealed record GenerationOptions
{
    /// <summary>Most tokens added.</summary>
    public int MaxTokens { get; init; } = 64;

    /// <summary>What scores are divided by before a token is drawn; 0: the best is taken.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only so many of the best are drawn from; 0: all.</summary>
    public int TopK { get; init; }

    /// <summary>Only the best are drawn from that together have this probability (Holtzman et al. 2019, arXiv:1904.09751); 1: all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Only those are drawn from whose probability is at least this fraction of the best one's (Nguyen et al. 2024, arXiv:2407.01082); 0: all.</summary>
    public double MinP { get; init; }

    /// <summary>What positive scores of tokens that have occurred are divided by, and negative ones multiplied (Keskar et al. 2019, arXiv:1909.05858, §4.1); 1: nothing.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>The text ends before the first of these.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Names the random numbers: the same prompt and seed give the same text.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Every reason why these cannot be used.</summary>
    public IEnumerable<RecipeProblem> Problems()
    {
        if (MaxTokens < 0) yield return new("--max-tokens", $"{MaxTokens} is not a number of tokens.", "Use 64.");
        if (Temperature is not (>= 0 and < 1000)) yield return new("--temperature", $"{Temperature} is not a temperature.", "Use 1, or 0 for the best token every time.");
        if (TopK < 0) yield return new("--top-k", $"{TopK} is not a number of tokens.", "Use 40, or 0 for all.");
        if (TopP is not (> 0 and <= 1)) yield return new("--top-p", $"{TopP} is not a probability in (0, 1].", "Use 0.9, or 1 for all.");
        if (MinP is not (>= 0 and <= 1)) yield return new("--min-p", $"{MinP} is not a fraction in [0, 1].", "Use 0.05, or 0 for all.");
        if (RepetitionPenalty is not (>= 1 and < 1000)) yield return new("--repetition-penalty", $"{RepetitionPenalty} is not a factor of at least 1.", "Use 1.2, or 1 for none.");
        if (Stop.Any(s => s.Length == 0)) yield return new("--stop", "An empty text would end everything at once.", "Leave it out.");
    }
}
