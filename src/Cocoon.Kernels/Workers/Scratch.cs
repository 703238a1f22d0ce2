using System.Runtime.InteropServices;

namespace Cocoon.Kernels;

/// <summary>Native memory for intermediate values: one area for each worker and one for the whole job. Areas grow and are kept.</summary>
/// <remarks>
/// What an area holds is undefined when it is asked for, and an area is valid until the same area is asked for again:
/// a kernel asks once for the sum of what it needs and divides it itself.
/// </remarks>
internal sealed unsafe class Scratch : IDisposable
{
    private const int Alignment = 4096;
    private const int Granularity = 1 << 16;

    private readonly Area[] _areas; // the last one is the shared one
    private bool _disposed;

    public Scratch(int workers)
    {
        _areas = new Area[workers + 1];
    }

    ~Scratch() => Free();

    /// <summary>A worker's own area, aligned to a page.</summary>
    /// <param name="worker">Number of the worker that asks.</param>
    /// <param name="floats">Least number of floats.</param>
    public float* OfWorker(int worker, long floats) => Ask(worker, floats);

    /// <summary>The area that all workers share, asked for by the caller before the job starts; aligned to a page.</summary>
    /// <param name="floats">Least number of floats.</param>
    public float* Shared(long floats) => Ask(_areas.Length - 1, floats);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private float* Ask(int index, long floats)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ref var area = ref _areas[index];
        if (area.Floats < floats) Grow(ref area, floats);
        return area.Start;
    }

    private static void Grow(ref Area area, long floats)
    {
        NativeMemory.AlignedFree(area.Start);
        area = default;
        long bytes = checked(floats * sizeof(float) + Granularity - 1) / Granularity * Granularity;
        area = new((float*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment), bytes / sizeof(float));
    }

    private void Free()
    {
        _disposed = true;
        foreach (ref var area in _areas.AsSpan())
        {
            NativeMemory.AlignedFree(area.Start);
            area = default;
        }
    }

    private readonly struct Area(float* start, long floats)
    {
        public readonly float* Start = start;
        public readonly long Floats = floats;
    }
}
