namespace Cocoon.Kernels;

/// <summary>What the operands of a matrix product are rounded to; sums, and everything else, are FP32.</summary>
public enum Precision
{
    /// <summary>Operands as they are.</summary>
    Fp32,

    /// <summary>Operands rounded to bfloat16 (8 bits of significand) while they are packed, where the CPU can multiply them; FP32 otherwise.</summary>
    Bf16,
}
