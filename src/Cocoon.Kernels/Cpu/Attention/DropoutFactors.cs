using System.Runtime.CompilerServices;
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
        new Span<float>(target, Lanes.Count).Clear(); // a row may end with the buffer and be read beyond it
    }

    /// <summary>The factors of 128 elements.</summary>
    /// <param name="mask">Which elements are dropped.</param>
    /// <param name="place">Place of the first one, a multiple of 128.</param>
    /// <param name="target">128 floats.</param>
    private static void FillGroup(in DropoutMask mask, long place, float* target)
    {
        if (Vector512.IsHardwareAccelerated) FillGroup<Words512>(mask, place, (uint*)target);
        else FillGroup<Words256>(mask, place, (uint*)target);
    }

    private static void FillGroup<W>(in DropoutMask mask, long place, uint* target) where W : struct, IWords<W>
    {
        W threshold = W.Create(mask.Threshold), kept = W.Create(BitConverter.SingleToUInt32Bits(mask.KeptScale));
        for (int lane = 0; lane < Lanes.Count; lane += W.Count)
        {
            var (x0, x1, x2, x3) = VectorPhilox.Block<W>(mask.Stream, (ulong)(place / Group * Lanes.Count + lane));
            Pair(x0, threshold, kept, target + lane);
            Pair(x1, threshold, kept, target + lane + 32);
            Pair(x2, threshold, kept, target + lane + 64);
            Pair(x3, threshold, kept, target + lane + 96);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair<W>(W words, W threshold, W kept, uint* target) where W : struct, IWords<W>
    {
        W.AndNot(kept, W.LessThan(words & W.Create(0xFFFF), threshold)).Store(target);
        W.AndNot(kept, W.LessThan(words >>> 16, threshold)).Store(target + Lanes.Count);
    }
}
