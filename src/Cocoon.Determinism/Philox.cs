namespace Cocoon.Determinism;

/// <summary>Philox 4x32-10: four random words as a pure function of a key and a 128-bit counter.</summary>
/// <remarks>
/// Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.3.
/// There is no generator state, so a random number can be drawn again, skipped, or drawn on another machine.
/// </remarks>
public static class Philox
{
    /// <summary>First multiplier of a round.</summary>
    public const uint Multiplier0 = 0xD2511F53;

    /// <summary>Second multiplier of a round.</summary>
    public const uint Multiplier1 = 0xCD9E8D57;

    /// <summary>What is added to the first key word after a round.</summary>
    public const uint Weyl0 = 0x9E3779B9;

    /// <summary>What is added to the second key word after a round.</summary>
    public const uint Weyl1 = 0xBB67AE85;

    /// <summary>Number of rounds: the authors' recommendation, which passes BigCrush with a margin.</summary>
    public const int Rounds = 10;

    /// <summary>Four independent 32-bit words.</summary>
    /// <param name="key0">Low half of the key.</param>
    /// <param name="key1">High half of the key.</param>
    /// <param name="counter0">Lowest word of the counter.</param>
    /// <param name="counter1">Second word of the counter.</param>
    /// <param name="counter2">Third word of the counter.</param>
    /// <param name="counter3">Highest word of the counter.</param>
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint key0, uint key1, uint counter0, uint counter1, uint counter2, uint counter3)
    {
        var (c0, c1, c2, c3) = (counter0, counter1, counter2, counter3);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ key0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ key1, (uint)p0);
            key0 += Weyl0;
            key1 += Weyl1;
        }
        return (c0, c1, c2, c3);
    }
}
