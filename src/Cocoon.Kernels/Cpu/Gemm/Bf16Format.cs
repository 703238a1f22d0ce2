using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Kernels;

/// <summary>Elements are pairs of bfloat16, the even k in the low half; rounded to nearest, ties to even, and what is not a number stays so.</summary>
internal readonly unsafe struct Bf16Format : IOperandFormat
{
    public static int Values => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Along(float* source, uint* target) =>
        Vector512.Narrow(Round(Vector512.Load(source)) >>> 16, Round(Vector512.Load(source + 16)) >>> 16).AsUInt32().Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Across(float* even, float* odd, uint* target) =>
        (Round(Vector512.Load(even)) >>> 16 | Round(Vector512.Load(odd)) & Vector512.Create(0xFFFF0000u)).Store(target);

    /// <summary>Each value rounded in its high 16 bits; the low bits are left over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Round(Vector512<float> x)
    {
        var bits = x.AsUInt32();
        var rounded = bits + Vector512.Create(0x7FFFu) + (bits >>> 16 & Vector512<uint>.One);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x).AsUInt32(), rounded, bits | Vector512.Create(0x00400000u));
    }
}
