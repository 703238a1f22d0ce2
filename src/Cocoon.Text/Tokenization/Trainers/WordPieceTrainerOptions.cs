namespace Cocoon.Text;

/// <summary>How a WordPiece vocabulary is trained.</summary>
public sealed record WordPieceTrainerOptions : TrainerOptions
{
    /// <summary>What happens to text before it is counted, and later before it is encoded.</summary>
    public WordPieceOptions Text { get; init; } = new();
}
