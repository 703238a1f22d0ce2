namespace Cocoon.Text;

/// <summary>Turns tokens back into text, step by step; what is left is joined. Immutable.</summary>
internal interface ITokenDecoder
{
    /// <summary>Changes the tokens in place; there may be fewer or more afterwards.</summary>
    void Decode(List<string> tokens);
}

/// <summary>Several decoders, one after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<ITokenDecoder> parts) : ITokenDecoder
{
    public void Decode(List<string> tokens)
    {
        foreach (var part in parts) part.Decode(tokens);
    }
}
