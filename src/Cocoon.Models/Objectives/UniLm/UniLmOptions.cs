using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What UniLM is trained to do. The defaults are the paper's.</summary>
/// <remarks>Dong et al. 2019, arXiv:1905.03197, §2.3: a third of the time both directions, a third sequence to sequence, a sixth each left to right and right to left.</remarks>
public sealed record UniLmOptions : ObjectiveOptions
{
    private const int Segments = 6;

    /// <summary>Fraction of the sequences that are read in both directions, in [0, 1].</summary>
    public double Both { get; init; } = 1.0 / 3;

    /// <summary>Fraction that is read from left to right.</summary>
    public double LeftToRight { get; init; } = 1.0 / 6;

    /// <summary>Fraction that is read from right to left; what is left of 1 is read as a first text and a second that follows it.</summary>
    public double RightToLeft { get; init; } = 1.0 / 6;

    /// <summary>Fraction of the tokens that must be guessed, in (0, 1); of the second text alone where there is one to follow.</summary>
    public double MaskRate { get; init; } = 0.15;

    /// <summary>Fraction of the choices that take two or three tokens in a row, in [0, 1]; all others take one.</summary>
    public double RunShare { get; init; } = 0.2;

    /// <summary>Fraction of those that are shown as [MASK], in [0, 1].</summary>
    public double MaskShare { get; init; } = Concealment.Bert.Masked;

    /// <summary>Fraction of those that are shown as a random word, in [0, 1 − maskShare].</summary>
    public double RandomShare { get; init; } = Concealment.Bert.Random;

    /// <summary>How chosen tokens are hidden.</summary>
    internal Concealment Concealment => new(MaskShare, RandomShare);

    /// <summary>How many tokens are chosen together: two as often as three.</summary>
    internal RunLengths Runs => new(1 - RunShare, RunShare / 2, RunShare / 2);

    /// <summary>The mode that a random number in [0, 1) stands for.</summary>
    internal Direction Draw(double uniform) =>
        uniform < Both ? Direction.Both
        : uniform < Both + LeftToRight ? Direction.LeftToRight
        : uniform < Both + LeftToRight + RightToLeft ? Direction.RightToLeft : Direction.Prefix;

    /// <summary>The segments of a mode's first and second text, by which the network knows the mode.</summary>
    /// <remarks>As the released code with <c>new_segment_ids</c>; right to left is inferred.</remarks>
    internal static (int First, int Second) SegmentsOf(Direction direction) => direction switch
    {
        Direction.Both => (0, 1),
        Direction.LeftToRight => (2, 2),
        Direction.RightToLeft => (3, 3),
        _ => (4, 5),
    };

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> Problems(string path)
    {
        foreach (var (name, share) in new[] { ("both", Both), ("leftToRight", LeftToRight), ("rightToLeft", RightToLeft) })
            if (share is not (>= 0 and <= 1)) yield return new($"{path}.{name}", $"{share} is not a fraction in [0, 1].", "Use a third or a sixth.");
        if (Both + LeftToRight + RightToLeft > 1 + 1e-9) yield return new($"{path}.both", "The fractions of both, leftToRight and rightToLeft are more than 1 together.", "Leave something, or nothing, for sequence to sequence.");
        foreach (var problem in ProblemsOfHiding(path, MaskRate, Concealment)) yield return problem;
        if (RunShare is not (>= 0 and <= 1)) yield return new($"{path}.runShare", $"{RunShare} is not a fraction in [0, 1].", "Use 0.2, or 0 for single tokens.");
    }

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> ProblemsWith(RecipeContext recipe)
    {
        if (recipe.Model.Segments != Segments)
            yield return new("model.segments", "The modes are told apart by their segments.", $"Use {Segments}.");
        if (Both > 0 && recipe.SequencesPerBatch == 1)
            yield return new("data.sequencesPerBatch", "A batch of one sequence has no other to take a wrong second text from.", "Use 2 at least.");
    }

    /// <inheritdoc/>
    public override IPretraining Build(ParameterScope scope, EncoderOptions encoder, TokenKinds kinds) => new UniLm(new(scope, encoder, kinds.Special), this, kinds);

    /// <inheritdoc/>
    public override long Parameters(EncoderOptions encoder) => new MaskedLmOptions { NextSentence = true }.Parameters(encoder);

    /// <inheritdoc/>
    public override ObjectiveCost Cost(EncoderOptions encoder, int sequences, int length) => new MaskedLmOptions { MaskRate = MaskRate, NextSentence = true }.Cost(encoder, sequences, length);
}
