using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cocoon.Kernels;

/// <summary>Sixteen words.</summary>
internal readonly unsafe struct Words512(Vector512<uint> all) : IWords<Words512>
{
    private readonly Vector512<uint> _all = all;

    public static int Count => Vector512<uint>.Count;

    public static Words512 Indices => new(Vector512<uint>.Indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Create(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* target) => _all.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator +(Words512 a, Words512 b) => new(a._all + b._all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator -(Words512 a, Words512 b) => new(a._all - b._all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator &(Words512 a, Words512 b) => new(a._all & b._all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator ^(Words512 a, Words512 b) => new(a._all ^ b._all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator >>>(Words512 x, int bits) => new(x._all >>> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 AndNot(Words512 a, Words512 b) => new(Vector512.AndNot(a._all, b._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 LessThan(Words512 a, Words512 b) => new(Vector512.LessThan(a._all, b._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 MultiplyEven(Words512 a, Words512 b) =>
        new(Avx512F.IsSupported ? Avx512F.Multiply(a._all, b._all).AsUInt32() : (Even(a) * Even(b)).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 OddToEven(Words512 x) => new((x._all.AsUInt64() >>> 32).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Interleave(Words512 even, Words512 odd) => new((Even(even) | odd._all.AsUInt64() << 32).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Even(Words512 x) => x._all.AsUInt64() & Vector512.Create((ulong)uint.MaxValue);
}
