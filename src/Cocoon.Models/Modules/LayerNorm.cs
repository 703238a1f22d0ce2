using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>Brings every row to mean 0 and variance 1, then to a learned gain and bias.</summary>
/// <remarks>Ba, Kiros and Hinton 2016, arXiv:1607.06450. The gain starts at 1, the bias at 0.</remarks>
public sealed class LayerNorm(ParameterScope scope, int size, float epsilon)
{
    private readonly Tensor _gain = scope.Parameter("weight", 1, size, Init.Ones);
    private readonly Tensor _bias = scope.Parameter("bias", 1, size, Init.Zeros);

    /// <summary>Normalizes every row.</summary>
    /// <param name="x">Rows, [N, size].</param>
    /// <returns>Rows, [N, size].</returns>
    public Tensor Forward(Tape tape, Tensor x) => tape.LayerNorm(x, _gain, _bias, epsilon);

    /// <summary>LayerNorm(residual + dropout(x)): the seam after a block of a post-norm layer.</summary>
    /// <param name="x">What the block computed, [N, size].</param>
    /// <param name="residual">What went into the block, [N, size].</param>
    /// <param name="rate">Fraction of the elements of <paramref name="x"/> dropped, in [0, 1).</param>
    /// <returns>Rows, [N, size].</returns>
    public Tensor AfterResidual(Tape tape, Tensor x, Tensor residual, float rate) =>
        tape.DropoutAddLayerNorm(x, residual, rate, _gain, _bias, epsilon);
}
