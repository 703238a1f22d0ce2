namespace Cocoon.Benchmarks;

/// <summary>Those of the steps that speed is measured by, recipes/bench: what a kernel meets in training.</summary>
internal static class Sizes
{
    /// <summary>Tokens of a batch: 64 sequences of 128.</summary>
    public const int N = S * T, S = 64, T = 128;

    /// <summary>Hidden and feed-forward size, heads of 64.</summary>
    public const int H = 256, F = 1024, A = 4, D = 64;

    /// <summary>Masked positions, vocabulary, bins of relative positions.</summary>
    public const int M = 1229, V = 8192, Bins = 32;

    /// <summary>Sequences and length of the causal language model, with its heads.</summary>
    public const int CausalS = 16, CausalT = 256, CausalA = 6;
}
