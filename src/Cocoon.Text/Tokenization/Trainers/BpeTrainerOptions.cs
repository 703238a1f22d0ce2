namespace Cocoon.Text;

/// <summary>How a byte pair encoding is trained.</summary>
public sealed record BpeTrainerOptions : TrainerOptions
{
    /// <summary>Whether words are spelled with bytes, as in GPT-2 and RoBERTa: nothing is ever unknown, and there is no alphabet to limit.
    /// If not, they are spelled with characters, and those outside the alphabet with bytes, as in Llama.</summary>
    public bool Bytes { get; init; } = true;
}
