namespace Cocoon.Text;

/// <summary>What happens to text before a SentencePiece model cuts it; the defaults are those of the file format.</summary>
public sealed record SentencePieceNormalization
{
    /// <summary>Name of the rules, such as <c>nmt_nfkc</c>; only a note.</summary>
    public string Name { get; init; } = "";

    /// <summary>The replacements in their binary form (<see cref="PrecompiledMap"/>); empty if text is taken as it is.</summary>
    public ReadOnlyMemory<byte> PrecompiledMap { get; init; }

    /// <summary>Puts a space in front of the text, so that a word is the same at its start and after a space.</summary>
    public bool AddDummyPrefix { get; init; } = true;

    /// <summary>Takes away spaces at both ends and all but one of several.</summary>
    public bool RemoveExtraSpaces { get; init; } = true;

    /// <summary>Writes a space as U+2581.</summary>
    public bool EscapeSpaces { get; init; } = true;
}
