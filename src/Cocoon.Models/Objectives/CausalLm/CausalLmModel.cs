using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>The network of GPT: a decoder, whose states are compared with the token vectors.</summary>
/// <remarks>Radford et al. 2019 and the released code: token matrix tied, no bias of the output.</remarks>
public sealed class CausalLmModel : IGeneratingNetwork
{
    private readonly Embeddings _embeddings;
    private readonly VisibleKeys _visible = new();
    private readonly bool _prefix;

    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="prefix">Whether a given prefix is read in both directions.</param>
    public CausalLmModel(ParameterScope scope, EncoderOptions options, bool prefix)
    {
        _prefix = prefix;
        _embeddings = new(scope / "embeddings", options, normalized: false);
        Decoder = new(scope / "main", options, _embeddings);
    }

    /// <inheritdoc/>
    public EncoderOptions Sizes => Decoder.Options;

    /// <summary>Reads the text.</summary>
    public Decoder Decoder { get; }

    /// <summary>Scores of what comes next.</summary>
    /// <param name="states">Final states, [M, H].</param>
    /// <returns>Logits, [M, V].</returns>
    public Tensor Next(Tape tape, Tensor states) => tape.Linear(states, _embeddings.Tokens, bias: null);

    /// <inheritdoc/>
    public Tensor Next(Tape tape, TokenBatch text, int prefix, DecoderPast past)
    {
        var states = Decoder.Forward(tape, text, _visible.Of(text, _ => new(Direction.Prefix, _prefix ? prefix : 1)), past);
        return Next(tape, tape.GatherRows(states, new[] { states.Rows - 1 }));
    }
}
