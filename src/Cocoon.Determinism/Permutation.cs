namespace Cocoon.Determinism;

/// <summary>A random order of 0 … <see cref="Length"/> − 1 that needs no memory: the element at any place is computed.</summary>
/// <remarks>
/// A four-round Feistel network over the next even power of two, keyed by a random stream, with cycle walking back into
/// the range (Black and Rogaway 2002, "Ciphers with arbitrary finite domains"). Less than four tries on average.
/// </remarks>
public readonly record struct Permutation
{
    private const int FeistelRounds = 4;
    private readonly RandomStream _stream;
    private readonly int _halfBits;

    /// <param name="length">How many elements are put in order, at least 1.</param>
    /// <param name="stream">The key: another stream is another order.</param>
    public Permutation(long length, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        Length = length;
        _stream = stream;
        int bits = 1;
        while (bits < 62 && 1L << bits < length) bits++;
        _halfBits = (bits + 1) / 2;
    }

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>The element at a place; each element stands at exactly one place.</summary>
    public long this[long place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Length);
            do place = Encipher(place);
            while (place >= Length);
            return place;
        }
    }

    private long Encipher(long value)
    {
        ulong mask = (1UL << _halfBits) - 1, left = (ulong)value >> _halfBits, right = (ulong)value & mask;
        for (ulong round = 0; round < FeistelRounds; round++)
            (left, right) = (right, left ^ (_stream.Word(right | round << 56) & mask));
        return (long)(left << _halfBits | right);
    }
}
