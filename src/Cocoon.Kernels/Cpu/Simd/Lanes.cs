using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Kernels;

/// <summary>Sixteen lanes at the edges of arrays, and their sums in one fixed order.</summary>
internal static unsafe class Lanes
{
    /// <summary>Lanes of a vector on every machine.</summary>
    public const int Count = 16;

    /// <summary>All bits set in the first lanes.</summary>
    /// <param name="count">How many, at most 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> First(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    /// <summary>((0+8)+(4+12)) + … : halves are added until one number is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> x)
    {
        var eight = x.GetLower() + x.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return four.GetElement(0) + four.GetElement(2) + (four.GetElement(1) + four.GetElement(3));
    }

    /// <summary>(0+4)+(2+6) plus (1+5)+(3+7): halves are added until one number is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> x)
    {
        var four = x.GetLower() + x.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    /// <summary>The largest; not a number if any is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> x)
    {
        var eight = Vector256.Max(x.GetLower(), x.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four.GetElement(0), four.GetElement(2)), MathF.Max(four.GetElement(1), four.GetElement(3)));
    }

    /// <summary>Reads up to 16 values; the other lanes are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source, long count) => count >= Count ? Vector512.Load(source) : LoadFirst(source, (int)count);

    /// <summary>Reads up to 16 values; the other lanes are <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source, long count, float fill) =>
        count >= Count ? Vector512.Load(source) : Vector512.ConditionalSelect(First((int)count), LoadFirst(source, (int)count), Vector512.Create(fill));

    /// <summary>Writes up to 16 values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* target, long count)
    {
        if (count >= Count) value.Store(target);
        else StoreFirst(value, target, (int)count);
    }

    private static Vector512<float> LoadFirst(float* source, int count)
    {
        float* copy = stackalloc float[Count];
        new Span<float>(copy, Count).Clear();
        if (count > 0) new ReadOnlySpan<float>(source, count).CopyTo(new(copy, count));
        return Vector512.Load(copy);
    }

    private static void StoreFirst(Vector512<float> value, float* target, int count)
    {
        float* copy = stackalloc float[Count];
        value.Store(copy);
        if (count > 0) new ReadOnlySpan<float>(copy, count).CopyTo(new(target, count));
    }
}
