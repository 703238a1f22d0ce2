namespace Cocoon.Evaluation;

/// <summary>A sentence, or a part of a long one, with the tokens that answer for its words.</summary>
public sealed record TaggedSequence : EncodedSequence
{
    /// <summary>Words of the sentence, and the token of the sequence that each begins with.</summary>
    public required IReadOnlyList<(int Word, int Token)> Words { get; init; }
}
