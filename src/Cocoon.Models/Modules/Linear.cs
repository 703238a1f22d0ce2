using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>y = x Wᵀ + b.</summary>
/// <remarks>W ~ N(0, 0.02), b = 0, as in BERT and COCO-LM, unless <see cref="EncoderOptions.InitialDeviation"/> says otherwise.</remarks>
public sealed class Linear(ParameterScope scope, int inputs, int outputs)
{
    private readonly Tensor _weight = scope.Parameter("weight", outputs, inputs, scope.Weights(inputs));
    private readonly Tensor _bias = scope.Parameter("bias", 1, outputs, Init.Zeros);

    /// <summary>Maps every row on its own.</summary>
    /// <param name="x">Rows, [N, inputs].</param>
    /// <returns>Rows, [N, outputs].</returns>
    public Tensor Forward(Tape tape, Tensor x) => tape.Linear(x, _weight, _bias);
}
