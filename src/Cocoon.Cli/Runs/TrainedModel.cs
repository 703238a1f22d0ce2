using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>A model with its parameters and tokenizer: built from a recipe's sections, then trained or filled with weights.</summary>
public sealed class TrainedModel : IDisposable
{
    private TrainedModel(ParameterStore parameters, CocoLmModel network, CocoLmOptions options, Precision precision, WordPieceTokenizer tokenizer)
    {
        (Parameters, Network, Precision, Tokenizer) = (parameters, network, precision, tokenizer);
        Objective = new CocoLm(network, options, tokenizer.Special);
    }

    /// <summary>The weights.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>The networks and heads.</summary>
    public CocoLmModel Network { get; }

    /// <summary>What it is trained to do.</summary>
    public IObjective Objective { get; }

    /// <summary>What the operands of matrix products are rounded to.</summary>
    public Precision Precision { get; }

    /// <summary>What turns text into its ids.</summary>
    public WordPieceTokenizer Tokenizer { get; }

    /// <summary>Builds the model with initial weights.</summary>
    /// <param name="model">Sizes.</param>
    /// <param name="objective">What it is trained to do.</param>
    /// <param name="precision">What the operands of matrix products are rounded to.</param>
    /// <param name="tokenizer">What turns text into its ids.</param>
    /// <param name="seed">Which initial weights.</param>
    public static TrainedModel Create(EncoderOptions model, ObjectiveOptions objective, Precision precision, WordPieceTokenizer tokenizer, ulong seed = 0)
    {
        var parameters = new ParameterStore(seed);
        return objective switch
        {
            CocoLmOptions options => new(parameters, new CocoLmModel(new ParameterScope(parameters), model, options), options, precision, tokenizer),
            _ => throw new NotSupportedException($"No model is built for {objective.GetType().Name}."),
        };
    }

    public void Dispose() => Parameters.Dispose();
}
