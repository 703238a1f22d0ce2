using System.Globalization;

namespace Cocoon.Text;

/// <summary>The unigram model of a <c>tokenizer.json</c>: the most probable pieces of each word.</summary>
/// <remarks>
/// Kudo 2018, arXiv:1804.10959, as the Hugging Face library's Unigram does it: neighboring unknown characters are one token, or their bytes if
/// all of them have tokens. What is unknown together may still read like a token, and then is that token.
/// </remarks>
internal sealed class UnigramTokenModel : ITokenModel
{
    private readonly int[] _bytes;

    /// <param name="tokens">The vocabulary, without gaps.</param>
    /// <param name="scores">Logarithm of each token's probability, in nats.</param>
    /// <param name="unknown">The token that stands for what the vocabulary cannot spell; −1: there is none, and such text is refused.</param>
    /// <param name="byteFallback">Whether unknown text becomes its bytes, written &lt;0x0A&gt;.</param>
    public UnigramTokenModel(TokenTable tokens, double[] scores, int unknown, bool byteFallback)
        : this(tokens, byteFallback, UnigramModel.OfTokens(tokens, scores, unknown), [.. Enumerable.Range(0, 256).Select(value => byteFallback ? tokens.IdOf(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>")) : -1)])
    {
    }

    private UnigramTokenModel(TokenTable tokens, bool byteFallback, UnigramModel pieces, int[] bytes) => (Tokens, ByteFallback, Pieces, _bytes) = (tokens, byteFallback, pieces, bytes);

    public TokenTable Tokens { get; }

    public int Unknown => Pieces.Unknown;

    /// <summary>Whether unknown text becomes its bytes.</summary>
    public bool ByteFallback { get; }

    /// <summary>The tokens as a language model.</summary>
    public UnigramModel Pieces { get; }

    public IWordEncoder CreateEncoder() => new UnigramWordEncoder(this);

    /// <summary>The same model, but text never becomes some of the tokens.</summary>
    public UnigramTokenModel Without(IEnumerable<int> ids)
    {
        int[] barred = [.. ids.Where(id => id < Tokens.Size)];
        return barred.Length == 0 ? this : new(Tokens, ByteFallback, Pieces.Without(barred), _bytes);
    }

    /// <summary>The token that reads like a text, or −1.</summary>
    public int Find(ReadOnlySpan<char> text) => Tokens.IdOf(text) is >= 0 and int id && !Pieces.IsBarred(id) ? id : -1;

    /// <summary>The token of a byte of unknown text, or −1.</summary>
    public int OfByte(byte value) => _bytes[value];

    /// <summary>Whether unknown text can become its bytes.</summary>
    public bool HasBytes(ReadOnlySpan<byte> utf8)
    {
        foreach (byte value in utf8) if (_bytes[value] < 0) return false;
        return true;
    }
}
