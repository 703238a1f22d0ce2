namespace Cocoon.Text;

/// <summary>How texts become sequences for a model; what a tokenizer's file says is in <see cref="Tokenizer.Defaults"/>.</summary>
public sealed record EncodeOptions
{
    /// <summary>Adds the special tokens of the tokenizer's template, such as [CLS] and [SEP].</summary>
    public bool AddSpecial { get; init; } = true;

    /// <summary>Whether "[MASK]" and the like in the text become special tokens, as in prompts; in documents they are text.</summary>
    public bool ParseSpecial { get; init; }

    /// <summary>What happens to sequences that are too long; null: nothing.</summary>
    public Truncation? Truncation { get; init; }

    /// <summary>How sequences are filled up; null: they are not.</summary>
    public Padding? Padding { get; init; }
}

/// <summary>Cuts sequences that are too long. The special tokens count and stay.</summary>
/// <param name="MaxLength">Tokens of the longest sequence.</param>
/// <param name="Strategy">Which text of a pair is cut.</param>
/// <param name="FromLeft">Whether the start goes away instead of the end.</param>
public sealed record Truncation(int MaxLength, TruncationStrategy Strategy = TruncationStrategy.LongestFirst, bool FromLeft = false);

/// <summary>Which text of a pair is cut.</summary>
public enum TruncationStrategy
{
    /// <summary>The longer one; if that is not enough, both to the same length.</summary>
    LongestFirst,

    /// <summary>The first.</summary>
    OnlyFirst,

    /// <summary>The second.</summary>
    OnlySecond,
}

/// <summary>Fills sequences up.</summary>
/// <param name="Id">The id that fills.</param>
/// <param name="Segment">Its segment.</param>
/// <param name="Length">Tokens of every sequence; null: as many as the longest of a batch.</param>
/// <param name="MultipleOf">The length is rounded up to a multiple of this; 1: it is not.</param>
/// <param name="OnLeft">Whether the filling goes before the text.</param>
public sealed record Padding(int Id, int Segment = 0, int? Length = null, int MultipleOf = 1, bool OnLeft = false);
