using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>Scores every word of the vocabulary by its token vector, directly on the state.</summary>
/// <remarks>COCO-LM's main model (released code, <c>CLMHead</c>): the token matrix is tied, the bias its own; no transform in between.</remarks>
public sealed class LanguageHead(ParameterScope scope, Tensor tokens) : IHead
{
    private readonly Tensor _bias = scope.Parameter("bias", 1, tokens.Rows, Init.Zeros);

    /// <summary>Scores of all words.</summary>
    /// <param name="states">Final states of the positions in question, [M, H].</param>
    /// <returns>Logits, [M, V].</returns>
    public Tensor Forward(Tape tape, Tensor states) => tape.Linear(states, tokens, _bias);
}
