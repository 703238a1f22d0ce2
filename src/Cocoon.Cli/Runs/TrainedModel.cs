using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>A model with its parameters and tokenizer: built from a recipe's sections, then trained or filled with weights.</summary>
public sealed class TrainedModel : IDisposable
{
    private TrainedModel(ParameterStore parameters, IPretraining objective, Precision precision, Tokenizer tokenizer) =>
        (Parameters, Objective, Precision, Tokenizer) = (parameters, objective, precision, tokenizer);

    /// <summary>The weights.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>What it is trained to do.</summary>
    public IPretraining Objective { get; }

    /// <summary>The networks and heads.</summary>
    public INetwork Network => Objective.Network;

    /// <summary>What the operands of matrix products are rounded to.</summary>
    public Precision Precision { get; }

    /// <summary>What turns text into its ids.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Builds the model with initial weights.</summary>
    /// <param name="model">Sizes.</param>
    /// <param name="objective">What it is trained to do.</param>
    /// <param name="precision">What the operands of matrix products are rounded to.</param>
    /// <param name="tokenizer">What turns text into its ids.</param>
    /// <param name="seed">Which initial weights.</param>
    public static TrainedModel Create(EncoderOptions model, ObjectiveOptions objective, Precision precision, Tokenizer tokenizer, ulong seed = 0)
    {
        var parameters = new ParameterStore(seed);
        return new(parameters, objective.Build(new ParameterScope(parameters, WeightDeviation: model.InitialDeviation), model, TokenKinds.Of(tokenizer)), precision, tokenizer);
    }

    public void Dispose() => Parameters.Dispose();
}
