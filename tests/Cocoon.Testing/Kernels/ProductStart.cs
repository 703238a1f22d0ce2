namespace Cocoon.Testing.Kernels;

/// <summary>What the sums of a matrix product start from.</summary>
public enum ProductStart
{
    /// <summary>Zero: C is overwritten.</summary>
    Zero,

    /// <summary>A row of biases.</summary>
    Bias,

    /// <summary>What C holds: the product is added.</summary>
    Output,
}
