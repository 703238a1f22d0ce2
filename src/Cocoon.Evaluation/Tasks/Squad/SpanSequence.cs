using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>A question, and a window of the text that it is about.</summary>
public sealed record SpanSequence : EncodedSequence
{
    /// <summary>Characters of the text that each token of the window stands for; the first is token <see cref="EncodedSequence.PairStart"/>.</summary>
    public required IReadOnlyList<TokenSpan> Spans { get; init; }

    /// <summary>Whether this window, of all that hold the token, shows most around it; as many as <see cref="Spans"/>. Only there an answer may begin.</summary>
    public required IReadOnlyList<bool> ShowsMost { get; init; }
}
