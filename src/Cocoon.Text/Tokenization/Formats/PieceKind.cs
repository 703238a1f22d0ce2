namespace Cocoon.Text;

/// <summary>What a piece of a SentencePiece model is for; the numbers are those of the file format.</summary>
public enum PieceKind
{
    /// <summary>Text.</summary>
    Normal = 1,

    /// <summary>Stands for text that the model cannot spell; there is exactly one.</summary>
    Unknown = 2,

    /// <summary>Never found in text: begin, end and the like.</summary>
    Control = 3,

    /// <summary>Text that is always one piece, before anything else is looked at.</summary>
    UserDefined = 4,

    /// <summary>Text that is never used.</summary>
    Unused = 5,

    /// <summary>One byte of a character that the model cannot spell.</summary>
    Byte = 6,
}
