namespace Cocoon.Kernels;

/// <summary>How floats become the 32-bit elements that a tile kernel multiplies.</summary>
internal unsafe interface IOperandFormat
{
    /// <summary>Values of k in one element: 1 or 2.</summary>
    static abstract int Values { get; }

    /// <summary>Sixteen elements that follow each other in k, from 16 · <see cref="Values"/> floats.</summary>
    static abstract void Along(float* source, uint* target);

    /// <summary>Sixteen elements of sixteen columns: from the row of an even k and the row after it.</summary>
    static abstract void Across(float* even, float* odd, uint* target);
}
