using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <summary>Which elements are dropped: never stored, computed again wherever it is needed.</summary>
/// <param name="Rate">Probability of dropping an element, in [0, 1); 0 keeps all.</param>
/// <param name="Stream">Where the random bits come from.</param>
/// <remarks>
/// Sixteen bits an element, so the rate is met to within 2^-16. Element i of a tensor, with g = i / 128 and r = i % 128,
/// reads word w = r / 32 of block 16 g + l, where l = r % 16: its low half if r % 32 is below 16, else its high half.
/// That is the order in which a vector of sixteen lanes produces them. An element is dropped if its bits are below Rate · 65536,
/// and scaled by 1 / (1 - Rate) if it is kept.
/// </remarks>
public readonly record struct DropoutMask(float Rate, RandomStream Stream)
{
    /// <summary>Keeps everything.</summary>
    public static DropoutMask None => default;

    /// <summary>Bits below this drop an element.</summary>
    public uint Threshold => (uint)(Rate * 65536f);

    /// <summary>What a kept element is multiplied by.</summary>
    public float KeptScale => 1f / (1f - Rate);

    /// <summary>The factor of one element: 0 or <see cref="KeptScale"/>.</summary>
    public float Factor(long index)
    {
        if (Rate == 0) return 1;
        int r = (int)(index % 128);
        var (x0, x1, x2, x3) = Stream.Block((ulong)(index / 128 * 16 + r % 16));
        uint word = (r / 32) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
        return (r % 32 < 16 ? word & 0xFFFF : word >> 16) < Threshold ? 0 : KeptScale;
    }
}
