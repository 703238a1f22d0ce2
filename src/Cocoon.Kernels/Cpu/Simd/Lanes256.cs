using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector256<float>;

namespace Cocoon.Kernels;

/// <summary>Sixteen lanes in two vectors of 256 bits.</summary>
/// <remarks>A <see cref="Vector512{T}"/> would do the same on a machine without such registers, but as calls on memory.</remarks>
internal readonly unsafe struct Lanes256(V lower, V upper) : ILanes<Lanes256>
{
    public V Lower { get; } = lower;

    public V Upper { get; } = upper;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Create(float value)
    {
        var half = Vector256.Create(value);
        return new(half, half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* source) => new(Vector256.Load(source), Vector256.Load(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target)
    {
        Lower.Store(target);
        Upper.Store(target + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 First(int count) => new(
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle(), Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count - 8)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a.Lower + b.Lower, a.Upper + b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 a, Lanes256 b) => new(a.Lower - b.Lower, a.Upper - b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 a, Lanes256 b) => new(a.Lower * b.Lower, a.Upper * b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 a, Lanes256 b) => new(a.Lower / b.Lower, a.Upper / b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 x) => new(-x.Lower, -x.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator &(Lanes256 a, Lanes256 b) => new(a.Lower & b.Lower, a.Upper & b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 FusedMultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(Vector256.FusedMultiplyAdd(a.Lower, b.Lower, c.Lower), Vector256.FusedMultiplyAdd(a.Upper, b.Upper, c.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Min(Lanes256 a, Lanes256 b) => new(Vector256.MinNative(a.Lower, b.Lower), Vector256.MinNative(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 a, Lanes256 b) => new(Vector256.MaxNative(a.Lower, b.Lower), Vector256.MaxNative(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Abs(Lanes256 x) => new(Vector256.Abs(x.Lower), Vector256.Abs(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Sqrt(Lanes256 x) => new(Vector256.Sqrt(x.Lower), Vector256.Sqrt(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Scale(Lanes256 x, Lanes256 n) => new(Scale(x.Lower, n.Lower), Scale(x.Upper, n.Upper));

    /// <summary>x · 2^n: in two steps, so that the first product is exact and only the second rounds, as the scaling instruction of AVX-512 does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Scale(V x, V n)
    {
        var whole = Vector256.ConvertToInt32Native(n);
        var half = whole >> 1;
        return x * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 GreaterThan(Lanes256 a, Lanes256 b) => new(Vector256.GreaterThan(a.Lower, b.Lower), Vector256.GreaterThan(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 GreaterThanOrEqual(Lanes256 a, Lanes256 b) =>
        new(Vector256.GreaterThanOrEqual(a.Lower, b.Lower), Vector256.GreaterThanOrEqual(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Select(Lanes256 condition, Lanes256 a, Lanes256 b) =>
        new(Vector256.ConditionalSelect(condition.Lower, a.Lower, b.Lower), Vector256.ConditionalSelect(condition.Upper, a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EqualsAny(Lanes256 a, Lanes256 b) => Vector256.EqualsAny(a.Lower, b.Lower) || Vector256.EqualsAny(a.Upper, b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo(Vector256<int> exponent) => (exponent + Vector256.Create(127) << 23).AsSingle();
}
