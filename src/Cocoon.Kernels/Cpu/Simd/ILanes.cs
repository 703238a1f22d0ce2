using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Kernels;

/// <summary>Sixteen floats that are computed at once, in as many registers as the machine needs for them.</summary>
/// <remarks>
/// Every operation acts on each lane by itself, so all implementations give the same bits. Which one runs is decided once, where the
/// kernels are created; the compiler then makes code for that type alone. Comparisons give lanes whose bits are all set or all clear.
/// </remarks>
internal unsafe interface ILanes<TSelf> where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Lanes 0 … 7.</summary>
    Vector256<float> Lower { get; }

    /// <summary>Lanes 8 … 15.</summary>
    Vector256<float> Upper { get; }

    /// <summary>0 in all lanes.</summary>
    static virtual TSelf Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSelf.Create(0);
    }

    /// <summary>1 in all lanes.</summary>
    static virtual TSelf One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSelf.Create(1);
    }

    /// <summary>One value in all lanes.</summary>
    static abstract TSelf Create(float value);

    /// <summary>Reads sixteen values.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Writes sixteen values.</summary>
    void Store(float* target);

    /// <summary>All bits set in the first lanes.</summary>
    /// <param name="count">How many, at most 16.</param>
    static abstract TSelf First(int count);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf x);

    static abstract TSelf operator &(TSelf a, TSelf b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller; <paramref name="b"/> where it is not a number.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger; <paramref name="b"/> where it is not a number.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    static abstract TSelf Abs(TSelf x);

    static abstract TSelf Sqrt(TSelf x);

    /// <summary>x · 2^n for whole n from −252 to 254, rounded once.</summary>
    static abstract TSelf Scale(TSelf x, TSelf n);

    static abstract TSelf GreaterThan(TSelf a, TSelf b);

    static abstract TSelf GreaterThanOrEqual(TSelf a, TSelf b);

    /// <summary><paramref name="a"/> where the condition's bits are set, else <paramref name="b"/>.</summary>
    static abstract TSelf Select(TSelf condition, TSelf a, TSelf b);

    /// <summary>Any two lanes are equal.</summary>
    static abstract bool EqualsAny(TSelf a, TSelf b);

    /// <summary>Reads up to 16 values; the other lanes are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Load(float* source, long count) => count >= Lanes.Count ? TSelf.Load(source) : LoadFirst(source, (int)count);

    /// <summary>Reads up to 16 values; the other lanes are <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Load(float* source, long count, float fill) =>
        count >= Lanes.Count ? TSelf.Load(source) : TSelf.Select(TSelf.First((int)count), LoadFirst(source, (int)count), TSelf.Create(fill));

    /// <summary>Writes up to 16 values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual void Store(TSelf value, float* target, long count)
    {
        if (count >= Lanes.Count) value.Store(target);
        else StoreFirst(value, target, (int)count);
    }

    private static TSelf LoadFirst(float* source, int count)
    {
        float* copy = stackalloc float[Lanes.Count];
        new Span<float>(copy, Lanes.Count).Clear();
        if (count > 0) new ReadOnlySpan<float>(source, count).CopyTo(new(copy, count));
        return TSelf.Load(copy);
    }

    private static void StoreFirst(TSelf value, float* target, int count)
    {
        float* copy = stackalloc float[Lanes.Count];
        value.Store(copy);
        if (count > 0) new ReadOnlySpan<float>(copy, count).CopyTo(new(target, count));
    }
}
