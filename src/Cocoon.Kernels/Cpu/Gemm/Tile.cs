using System.Runtime.InteropServices;

namespace Cocoon.Kernels;

/// <summary>One call of a tile kernel: a few rows of C, thirty-two columns wide, plus the product of a strip of A and a panel of B.</summary>
/// <remarks>Emitted code reads the fields by their offsets.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Tile
{
    /// <summary>Columns of a tile: what a panel of B holds.</summary>
    public const int Columns = 32;

    /// <summary>Lanes of a panel of A; a kernel may use fewer rows.</summary>
    public const int Lanes = 16;

    /// <summary>Steps of depth in one round of a kernel's inner loop.</summary>
    public const int Unroll = 8;

    /// <summary>A: rows in place, or a panel [depth, 16].</summary>
    public byte* Left;

    /// <summary>Bytes from one row of A to the next; 0 if A is a panel.</summary>
    public nint LeftBytes;

    /// <summary>B: a panel [depth, 32].</summary>
    public uint* Right;

    /// <summary>Depth / <see cref="Unroll"/>.</summary>
    public nint Rounds;

    /// <summary>Depth % <see cref="Unroll"/>.</summary>
    public nint Rest;

    /// <summary>C.</summary>
    public float* Output;

    /// <summary>Bytes from one row of C to the next.</summary>
    public nint OutputBytes;

    /// <summary>What the sums start from.</summary>
    public float* Initial;

    /// <summary>Bytes from one row of it to the next; 0 if all rows start alike.</summary>
    public nint InitialBytes;
}
