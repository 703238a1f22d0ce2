using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Kernels;

/// <summary>Elements are the floats themselves.</summary>
internal readonly unsafe struct Fp32Format : IOperandFormat
{
    public static int Values => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Along(float* source) => Vector512.Load((uint*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Across(float* even, float* odd) => Vector512.Load((uint*)even);
}
