using System.Runtime.Intrinsics;

namespace Cocoon.Kernels;

/// <summary>The dropout factors of consecutive rows of probabilities, whose places need not be aligned to anything.</summary>
internal unsafe struct DropoutFactors
{
    private const int Group = 8 * Lanes.Count; // elements whose factors come from sixteen blocks of the random stream
    private const int LeastElements = 16 * Group; // so few groups are computed twice

    private readonly DropoutMask _mask;
    private readonly float* _buffer;
    private readonly int _length;
    private readonly long _end;
    private long _first;
    private long _limit;

    /// <param name="mask">Which elements are dropped.</param>
    /// <param name="buffer">Room for <see cref="BufferLength"/> floats.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="end">The place after the last element that will be asked for.</param>
    public DropoutFactors(DropoutMask mask, float* buffer, int length, long end)
    {
        (_mask, _length, _end) = (mask, length, end);
        _buffer = buffer;
    }

    /// <summary>Nothing is dropped.</summary>
    public readonly bool IsEmpty => _mask.Rate == 0;

    /// <summary>Floats of the buffer for rows of a length: the rows, the groups they begin and end in, and a vector read beyond the end.</summary>
    public static int BufferLength(int length) => Math.Max(LeastElements, length) + 2 * Group + Lanes.Count;

    /// <summary>Factors of a row, followed by at least fifteen other numbers. Rows are asked for in order.</summary>
    /// <param name="place">Place of the row's first element.</param>
    public float* Row(long place)
    {
        if (place + _length > _limit) Fill(place);
        return _buffer + (place - _first);
    }

    private void Fill(long place)
    {
        _first = place / Group * Group;
        _limit = Math.Min(_end, place + Math.Max(LeastElements, _length));
        float* target = _buffer;
        for (long group = _first; group < _limit; group += Group, target += Group) FillGroup(_mask, group, target);
        Vector512<float>.Zero.Store(target); // a row may end with the buffer and be read beyond it
    }

    /// <summary>The factors of 128 elements.</summary>
    /// <param name="mask">Which elements are dropped.</param>
    /// <param name="place">Place of the first one, a multiple of 128.</param>
    /// <param name="target">128 floats.</param>
    private static void FillGroup(in DropoutMask mask, long place, float* target)
    {
        var (x0, x1, x2, x3) = VectorPhilox.Block(mask.Stream, (ulong)(place / Group * Lanes.Count));
        var threshold = Vector512.Create(mask.Threshold);
        var kept = Vector512.Create(mask.KeptScale).AsUInt32();
        Pair(x0, threshold, kept, target);
        Pair(x1, threshold, kept, target + 32);
        Pair(x2, threshold, kept, target + 64);
        Pair(x3, threshold, kept, target + 96);
    }

    private static void Pair(Vector512<uint> words, Vector512<uint> threshold, Vector512<uint> kept, float* target)
    {
        var low = words & Vector512.Create(0xFFFFu);
        var high = words >>> 16;
        Vector512.AndNot(kept, Vector512.LessThan(low, threshold)).AsSingle().Store(target);
        Vector512.AndNot(kept, Vector512.LessThan(high, threshold)).AsSingle().Store(target + Lanes.Count);
    }
}
