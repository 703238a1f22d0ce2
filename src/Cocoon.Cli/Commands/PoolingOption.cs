using System.CommandLine;
using Cocoon.Kernels;
using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary><c>--pooling</c>: how the states of a text become its vector; the same for every verb that needs vectors.</summary>
internal sealed class PoolingOption : Option<string?>
{
    private static readonly (string Name, Pooling Pooling)[] s_poolings = [("cls", Pooling.FirstToken), ("mean", Pooling.Mean), ("first-last-mean", Pooling.FirstLastMean)];

    public PoolingOption() : base("--pooling")
    {
        Description = "How the states of a text become a vector: cls, the first token's; mean, of all tokens; first-last-mean, of all tokens after the first and the last layer. Without it: cls if the model was trained to contrast sequences, else mean.";
        this.AcceptOnlyFromAmong([.. s_poolings.Select(p => p.Name)]);
    }

    /// <summary>What is asked for or, if nothing is, fits how the model was trained.</summary>
    public Pooling Of(ParseResult arguments, TrainedModel model) => arguments.GetValue(this) is { } name
        ? s_poolings.First(p => p.Name == name).Pooling
        : model.Network is ISequenceNetwork { ContrastsSequences: true } ? Pooling.FirstToken : Pooling.Mean;

    /// <summary>What the verb calls it.</summary>
    public static string NameOf(Pooling pooling) => s_poolings.First(p => p.Pooling == pooling).Name;

    /// <summary>An embedder that pools so.</summary>
    /// <exception cref="UsageException">The model has no encoder.</exception>
    public Embedder EmbedderOf(ParseResult arguments, TrainedModel model, IKernels kernels) => model.Network is IEncodingNetwork network
        ? new(kernels, network, model.Tokenizer, Of(arguments, model))
        : throw new UsageException("This model only goes on with texts: it has no encoder whose states could stand for them.");
}
