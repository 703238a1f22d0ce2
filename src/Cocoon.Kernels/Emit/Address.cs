namespace Cocoon.Kernels;

/// <summary>A memory operand: base + index · scale + displacement.</summary>
/// <param name="Base">Base register.</param>
/// <param name="Displacement">Bytes added.</param>
/// <param name="Index">Index register, or null.</param>
/// <param name="Scale">1, 2, 4 or 8.</param>
internal readonly record struct Address(Gpr Base, int Displacement, Gpr? Index = null, int Scale = 1);
