using System.Runtime.CompilerServices;

namespace Cocoon.Kernels;

/// <summary>Brings operands into the order in which tile kernels read them. Nothing outside the source is read.</summary>
/// <remarks>What stands in a panel's missing lanes reaches no element of a product: it is 0, or what follows the source's row. Missing values of k are 0.</remarks>
internal static unsafe class Packing
{
    /// <summary>A panel from a source whose rows are k: B as it is, or A transposed.</summary>
    /// <param name="source">[k, at least width].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="k">Rows of the source.</param>
    /// <param name="width">Columns that exist, at most <paramref name="lanes"/>.</param>
    /// <param name="lanes">Width of the panel: 16 or 32.</param>
    /// <param name="panel">[depth, lanes].</param>
    public static void Across<TFormat>(float* source, nint stride, int k, int width, int lanes, uint* panel) where TFormat : struct, IOperandFormat
    {
        float* zeros = stackalloc float[48], evenTail = zeros + 16, oddTail = zeros + 32;
        Clear(zeros, 48);
        int last = stride < 16 ? 0 : k - 1; // sixteen floats of any row before the last one lie within the source
        for (int row = 0; row < k; row += TFormat.Values, source += TFormat.Values * stride, panel += lanes)
        {
            bool hasOdd = row + 1 < k;
            for (int lane = 0; lane < lanes; lane += 16)
            {
                float* even = source + lane, odd = hasOdd ? even + stride : zeros;
                if (lane >= width)
                {
                    even = odd = zeros;
                }
                else if (lane + 16 > width)
                {
                    if (row >= last) even = Tail(even, width - lane, evenTail);
                    if (hasOdd && row + 1 >= last && TFormat.Values == 2) odd = Tail(odd, width - lane, oddTail);
                }
                TFormat.Across(even, odd, panel + lane);
            }
        }
    }

    /// <summary>A panel from a source whose columns are k: B transposed, or A as it is.</summary>
    /// <param name="source">[width, at least k].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="k">Columns of the source.</param>
    /// <param name="width">Rows that exist, at most <paramref name="lanes"/>.</param>
    /// <param name="lanes">Width of the panel: 16 or 32.</param>
    /// <param name="panel">[depth, lanes].</param>
    [SkipLocalsInit]
    public static void Along<TFormat>(float* source, nint stride, int k, int width, int lanes, uint* panel) where TFormat : struct, IOperandFormat
    {
        int depth = (k + TFormat.Values - 1) / TFormat.Values;
        uint* rows = stackalloc uint[256], columns = stackalloc uint[256];
        for (int lane = 0; lane < lanes; lane += 16)
        {
            int present = Math.Clamp(width - lane, 0, 16);
            float* block = source + lane * stride;
            for (int d = 0; d < depth; d += 16)
            {
                int values = Math.Min(16 * TFormat.Values, k - d * TFormat.Values);
                uint* target = panel + (nint)d * lanes + lane;
                if (TFormat.Values == 1 && present == 16 && values == 16)
                {
                    Transposition.Square((uint*)(block + d), stride, target, lanes);
                    continue;
                }
                Rows<TFormat>(block + (nint)d * TFormat.Values, stride, present, values, rows, 16);
                if (present < 16) new Span<uint>(rows + present * 16, (16 - present) * 16).Clear();
                if (d + 16 <= depth)
                {
                    Transposition.Square(rows, 16, target, lanes);
                    continue;
                }
                Transposition.Square(rows, 16, columns, 16);
                for (int i = 0; d + i < depth; i++) new Span<uint>(columns + i * 16, 16).CopyTo(new(target + (nint)i * lanes, 16));
            }
        }
    }

    /// <summary>Rows of elements from rows of floats: A as it is, read in place later.</summary>
    /// <param name="source">[rows, at least k].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="target">[rows, depth rounded up to 16].</param>
    /// <param name="targetStride">Elements from one target row to the next, at least the depth rounded up to 16.</param>
    public static void Rows<TFormat>(float* source, nint stride, int rows, int k, uint* target, nint targetStride) where TFormat : struct, IOperandFormat
    {
        int step = 16 * TFormat.Values, whole = k / step * step;
        float* tail = stackalloc float[32];
        Clear(tail, 32);
        for (int r = 0; r < rows; r++, source += stride, target += targetStride)
        {
            int i = 0;
            uint* next = target;
            for (; i < whole; i += step, next += 16) TFormat.Along(source + i, next);
            if (i < k) TFormat.Along(Tail(source + i, k - i, tail), next);
        }
    }

    // The first values of a cleared buffer; the same number each time, so the rest of it stays clear.
    private static float* Tail(float* source, int count, float* buffer)
    {
        new ReadOnlySpan<float>(source, count).CopyTo(new(buffer, count));
        return buffer;
    }

    private static void Clear(float* buffer, int count) => new Span<float>(buffer, count).Clear();
}
