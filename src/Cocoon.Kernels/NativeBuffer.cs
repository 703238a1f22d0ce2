using System.Runtime.InteropServices;

namespace Cocoon.Kernels;

/// <summary>A block of floats outside the managed heap, aligned to a cache line, that never moves.</summary>
public sealed unsafe class NativeBuffer : IDisposable
{
    private const int Alignment = 64;
    private float* _floats;

    /// <param name="length">Number of floats; they start as zeros.</param>
    /// <exception cref="OutOfMemoryException">The system has not that much memory.</exception>
    public NativeBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = checked((nuint)Math.Max(length, 1) * sizeof(float));
        _floats = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(_floats, bytes);
    }

    ~NativeBuffer() => Free();

    /// <summary>Number of floats.</summary>
    public long Length { get; }

    /// <summary>A window on the block.</summary>
    /// <exception cref="ObjectDisposedException">The block was freed.</exception>
    public Span<float> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_floats is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Length);
        return new(_floats + offset, length);
    }

    /// <summary>Frees the block; windows on it must not be used any more.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_floats);
        _floats = null;
    }
}
