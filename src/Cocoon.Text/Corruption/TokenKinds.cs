namespace Cocoon.Text;

/// <summary>What corruption has to know of a vocabulary: which ids are not text, and which continue a word.</summary>
public sealed class TokenKinds
{
    private readonly bool[] _continues;

    /// <param name="special">The ids that are not text.</param>
    /// <param name="continues">For each id whether it goes on with the word before it.</param>
    public TokenKinds(SpecialTokens special, IEnumerable<bool> continues) => (Special, _continues) = (special, [.. continues]);

    /// <summary>The ids that are not text.</summary>
    public SpecialTokens Special { get; }

    /// <summary>Number of ids V.</summary>
    public int Count => _continues.Length;

    /// <summary>True if a token goes on with the word before it.</summary>
    public bool Continues(int id) => _continues[id];

    /// <summary>The kinds of a tokenizer's tokens.</summary>
    public static TokenKinds Of(Tokenizer tokenizer) => new(tokenizer.Special, Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.ContinuesWord));
}
