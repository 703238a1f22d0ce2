namespace Cocoon.Text;

/// <summary>Every word is a token, or unknown.</summary>
internal sealed class WordLevelModel(TokenTable tokens, int unknown) : ITokenModel, IWordEncoder
{
    public TokenTable Tokens => tokens;

    public int Unknown => unknown;

    public IWordEncoder CreateEncoder() => this; // it has no state

    public void Encode(ReadOnlySpan<char> word, IntList ids, List<TokenSpan>? spans)
    {
        int id = tokens.IdOf(word);
        ids.Add(id >= 0 ? id : unknown);
        spans?.Add(new TokenSpan(0, word.Length));
    }
}
