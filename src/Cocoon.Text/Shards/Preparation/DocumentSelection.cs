using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Where a document goes.</summary>
internal enum Destination
{
    /// <summary>Nowhere: it is held out and was written before, or its corpus is used in part.</summary>
    None,

    /// <summary>To the text that is trained on.</summary>
    Training,

    /// <summary>To the text that is never trained on.</summary>
    HeldOut,
}

/// <summary>Decides where each document goes: a function of its text, the seed and the rates alone.</summary>
/// <param name="Seed">Another seed holds out other documents.</param>
/// <param name="HoldOut">Fraction of the documents that is held out, in [0, 1].</param>
/// <remarks>
/// Neither the order of the documents, nor their files, nor other documents matter. So a corpus may grow or be divided otherwise and
/// the same documents stay held out; a higher rate only adds to them; and equal texts are never on both sides.
/// </remarks>
internal readonly record struct DocumentSelection(ulong Seed, double HoldOut)
{
    /// <summary>Where a document goes.</summary>
    /// <param name="hash">The hash of its text.</param>
    /// <param name="weight">How often documents of its corpus are used.</param>
    /// <param name="pass">How often this document came before.</param>
    public Destination Of(UInt128 hash, double weight, int pass)
    {
        if (Uniform(Streams.HoldingOut, hash) < HoldOut) return pass == 0 ? Destination.HeldOut : Destination.None;
        return Uniform(Streams.Subsampling, hash) < weight - pass ? Destination.Training : Destination.None;
    }

    // A number in [0, 1) with 53 random bits, keyed by the text.
    private double Uniform(uint stream, UInt128 hash)
    {
        var (low, high, _, _) = new RandomStream(Seed, 0, stream).Block((ulong)hash);
        return (((ulong)high << 32 | low) >> 11) * (1.0 / (1L << 53));
    }
}
