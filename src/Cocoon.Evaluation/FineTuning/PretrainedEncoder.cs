using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>What fine-tuning begins with: an encoder that some objective trained, or only its sizes.</summary>
/// <param name="Sizes">Sizes.</param>
/// <param name="Tokenizer">What turns text into its ids.</param>
/// <param name="Precision">What the operands of matrix products are rounded to.</param>
/// <param name="Weights">Holds its weights as <c>embeddings</c> and <c>main</c>, whatever else; null: it is not pretrained, and begins with initial weights.</param>
public sealed record PretrainedEncoder(EncoderOptions Sizes, Tokenizer Tokenizer, Precision Precision, ParameterStore? Weights)
{
    private const string Embeddings = "embeddings.", Main = "main.";

    /// <summary>Gives its weights to an encoder of the same sizes; does nothing without weights.</summary>
    /// <param name="parameters">Parameters of a <see cref="FineTuningModel"/>.</param>
    /// <exception cref="InvalidDataException">A weight is missing or has another shape.</exception>
    public void Give(ParameterStore parameters)
    {
        if (Weights is null) return;
        var given = Weights.Parameters.ToDictionary(p => p.Path, p => p.Tensor, StringComparer.Ordinal);
        foreach (var (path, tensor) in parameters.Parameters.Where(p => IsEncoders(p.Path)))
        {
            if (!given.TryGetValue(path, out var weight) || (weight.Rows, weight.Columns) != (tensor.Rows, tensor.Columns))
                throw new InvalidDataException($"The pretrained model has no weight '{path}' of shape {tensor}: it is no encoder that can be fine-tuned.");
            weight.Values.CopyTo(tensor.Values);
        }
    }

    /// <summary>True for the path of a parameter that belongs to the encoder.</summary>
    public static bool IsEncoders(string path) => path.StartsWith(Embeddings, StringComparison.Ordinal) || path.StartsWith(Main, StringComparison.Ordinal);
}
