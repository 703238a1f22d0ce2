namespace Cocoon.Testing.Kernels;

/// <summary>bfloat16 the slow way: the specification that packing is compared with.</summary>
public static class Bfloat16
{
    /// <summary>The nearest number with eight bits of significand; of two equally near ones that whose last bit is 0.</summary>
    public static float Round(float value)
    {
        if (!float.IsFinite(value)) return value;
        float below = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000);
        float above = BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000) + 0x10000);
        double toBelow = Math.Abs((double)value - below), toAbove = Math.Abs((double)above - value);
        if (toBelow != toAbove) return toBelow < toAbove ? below : above;
        return (BitConverter.SingleToUInt32Bits(below) & 0x10000) == 0 ? below : above;
    }
}
