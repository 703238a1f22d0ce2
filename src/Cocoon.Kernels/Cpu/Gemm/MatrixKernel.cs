namespace Cocoon.Kernels;

/// <summary>The ways in which matrix products can be computed on a CPU, fastest first.</summary>
public enum MatrixKernel
{
    /// <summary>Emitted x64 code on AVX512_BF16: operands rounded to bfloat16, FP32 sums.</summary>
    EmittedBf16,

    /// <summary>Emitted x64 code on AVX-512: reads A where it lies.</summary>
    EmittedFp32Avx512,

    /// <summary>AVX-512 intrinsics.</summary>
    Avx512,

    /// <summary>AVX2 and FMA intrinsics.</summary>
    Avx2,

    /// <summary>Vectors of 128 bits: Arm, and whatever else runs .NET.</summary>
    Vector128,
}
