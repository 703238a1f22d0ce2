namespace Cocoon.Kernels;

/// <summary>Where a product goes and what its sums start from.</summary>
/// <param name="start">First element of C.</param>
/// <param name="stride">Floats from one row of C to the next.</param>
/// <param name="initial">What the sums of the first row start from; for whole panels of 32 unless it is C itself.</param>
/// <param name="initialStride">Floats from one row of it to the next: 0 if all rows start alike.</param>
/// <param name="initialPanelStride">Floats from one panel of it to the next: 0 if all panels start alike.</param>
internal readonly unsafe struct ProductOutput(float* start, nint stride, float* initial, nint initialStride, nint initialPanelStride)
{
    public readonly float* Start = start;
    public readonly nint Stride = stride;
    public readonly float* Initial = initial;
    public readonly nint InitialStride = initialStride;
    public readonly nint InitialPanelStride = initialPanelStride;

    /// <summary>The sums start from what C holds.</summary>
    public bool Accumulates => Initial == Start;

    /// <summary>C = product.</summary>
    /// <param name="zeros">32 zeros.</param>
    public static ProductOutput Overwrite(float* start, nint stride, float* zeros) => new(start, stride, zeros, 0, 0);

    /// <summary>C = product + bias.</summary>
    /// <param name="bias">One row, padded to whole panels.</param>
    public static ProductOutput AddBias(float* start, nint stride, float* bias) => new(start, stride, bias, 0, Tile.Columns);

    /// <summary>C += product.</summary>
    public static ProductOutput Accumulate(float* start, nint stride) => new(start, stride, start, stride, Tile.Columns);
}
