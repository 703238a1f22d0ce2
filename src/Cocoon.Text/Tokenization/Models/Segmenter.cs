namespace Cocoon.Text;

/// <summary>One thread's state for cutting normalized text into the pieces of a model.</summary>
internal abstract class Segmenter
{
    /// <summary>Appends the pieces of a text; unknown characters stand one by one.</summary>
    /// <param name="text">Normalized text in valid UTF-8.</param>
    /// <param name="pieces">Receives the pieces; their lengths sum up to the text's.</param>
    public abstract void Segment(ReadOnlySpan<byte> text, List<Piece> pieces);

    /// <summary>Bytes of the character that starts with <paramref name="lead"/>.</summary>
    public static int CharacterLength(byte lead) => lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    /// <summary>Bytes of the word at the start of the text, which ends before the next escaped space.</summary>
    protected static int WordLength(ReadOnlySpan<byte> text)
    {
        int next = text[1..].IndexOf(SentencePieceNormalizer.EscapedSpace);
        return next < 0 ? text.Length : next + 1;
    }
}
