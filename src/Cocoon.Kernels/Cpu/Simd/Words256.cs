using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cocoon.Kernels;

/// <summary>Eight words.</summary>
internal readonly unsafe struct Words256(Vector256<uint> all) : IWords<Words256>
{
    private readonly Vector256<uint> _all = all;

    public static int Count => Vector256<uint>.Count;

    public static Words256 Indices => new(Vector256<uint>.Indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Create(uint value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* target) => _all.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator +(Words256 a, Words256 b) => new(a._all + b._all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator -(Words256 a, Words256 b) => new(a._all - b._all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator &(Words256 a, Words256 b) => new(a._all & b._all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator ^(Words256 a, Words256 b) => new(a._all ^ b._all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator >>>(Words256 x, int bits) => new(x._all >>> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 AndNot(Words256 a, Words256 b) => new(Vector256.AndNot(a._all, b._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 LessThan(Words256 a, Words256 b) => new(Vector256.LessThan(a._all, b._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 MultiplyEven(Words256 a, Words256 b) =>
        new(Avx2.IsSupported ? Avx2.Multiply(a._all, b._all).AsUInt32() : (Even(a) * Even(b)).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 OddToEven(Words256 x) => new((x._all.AsUInt64() >>> 32).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Interleave(Words256 even, Words256 odd) => new((Even(even) | odd._all.AsUInt64() << 32).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Even(Words256 x) => x._all.AsUInt64() & Vector256.Create((ulong)uint.MaxValue);
}
