namespace Cocoon.Text;

/// <summary>A vocabulary and the rule that cuts a word into its pieces. Immutable; any number of threads may use one instance.</summary>
internal interface ITokenModel
{
    /// <summary>The pieces and their ids.</summary>
    TokenTable Tokens { get; }

    /// <summary>The piece that stands for what the model cannot spell, or −1.</summary>
    int Unknown { get; }

    /// <summary>Memory for one thread.</summary>
    IWordEncoder CreateEncoder();
}

/// <summary>One thread's state for cutting words.</summary>
internal interface IWordEncoder
{
    /// <summary>Appends the pieces of a word that is not empty.</summary>
    /// <param name="word">The word, after normalization and pre-tokenization.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <param name="spans">Receives, if given, the part of <paramref name="word"/> that each id stands for, in code units.</param>
    void Encode(ReadOnlySpan<char> word, IntList ids, List<TokenSpan>? spans);
}
