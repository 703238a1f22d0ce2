namespace Cocoon.Determinism;

/// <summary>
/// Names of random streams. Numbers below <see cref="FirstNamed"/> are handed out by the tape to the random operations
/// of a pass in order (dropout); the purposes outside the tape have fixed names, so that adding one moves no other.
/// </summary>
public static class Streams
{
    /// <summary>Streams below this belong to the tape.</summary>
    public const uint FirstNamed = 1 << 24;

    /// <summary>Which positions are masked.</summary>
    public const uint Masking = FirstNamed + 1;

    /// <summary>Where a crop starts.</summary>
    public const uint Cropping = FirstNamed + 2;

    /// <summary>Which tokens the auxiliary model's distribution yields.</summary>
    public const uint Sampling = FirstNamed + 3;

    /// <summary>Order of the sequences in an epoch.</summary>
    public const uint Order = FirstNamed + 4;

    /// <summary>Initial values of parameters.</summary>
    public const uint Initialization = FirstNamed + 5;

    /// <summary>Replacements drawn from the vocabulary at large.</summary>
    public const uint Replacement = FirstNamed + 6;

    /// <summary>How a chosen token is hidden: by [MASK], by a random word, or not at all.</summary>
    public const uint Concealment = FirstNamed + 16;

    /// <summary>How many words a span has.</summary>
    public const uint SpanLength = FirstNamed + 17;

    /// <summary>Which texts make a pair.</summary>
    public const uint Pairing = FirstNamed + 18;

    /// <summary>Which of its few fixed corruptions a sequence gets.</summary>
    public const uint Copy = FirstNamed + 19;

    /// <summary>Where a prefix ends.</summary>
    public const uint Prefix = FirstNamed + 20;

    /// <summary>Which tokens a text goes on with.</summary>
    public const uint Generation = FirstNamed + 21;

    /// <summary>In which order a sequence is read.</summary>
    public const uint Reading = FirstNamed + 22;

    /// <summary>Which words a second view of a text has otherwise.</summary>
    public const uint Editing = FirstNamed + 23;

    /// <summary>Where a span lies in its context.</summary>
    public const uint SpanPlace = FirstNamed + 32;

    /// <summary>In which order tokens are predicted.</summary>
    public const uint Factorization = FirstNamed + 33;

    /// <summary>How a text is damaged that must be written whole, or whose spans must.</summary>
    public const uint Noising = FirstNamed + 40;

    /// <summary>Which documents are held out of a corpus.</summary>
    public const uint HoldingOut = FirstNamed + 64;

    /// <summary>Which corpus of a mixture the next document comes from.</summary>
    public const uint Mixing = FirstNamed + 65;

    /// <summary>Which documents of a corpus with a fractional weight are used once more.</summary>
    public const uint Subsampling = FirstNamed + 66;

    /// <summary>The random orders of near-duplicate detection.</summary>
    public const uint MinHashing = FirstNamed + 67;

    /// <summary>Which tasks and seeds a resampled comparison has.</summary>
    public const uint Resampling = FirstNamed + 128;

    /// <summary>Which differences of a comparison change their sign.</summary>
    public const uint SignFlips = FirstNamed + 129;
}
