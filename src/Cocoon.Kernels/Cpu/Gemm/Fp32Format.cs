using System.Runtime.CompilerServices;

namespace Cocoon.Kernels;

/// <summary>Elements are the floats themselves.</summary>
internal readonly unsafe struct Fp32Format : IOperandFormat
{
    public static int Values => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Along(float* source, uint* target) => Unsafe.CopyBlockUnaligned(target, source, 64);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Across(float* even, float* odd, uint* target) => Along(even, target);
}
