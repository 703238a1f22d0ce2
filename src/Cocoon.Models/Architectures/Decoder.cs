using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>A Transformer that reads from left to right: a token's state knows what came before it, and no more.</summary>
/// <remarks>
/// GPT-2 (Radford et al. 2019) and its released code: pre-norm layers, a last normalization, learned positions, no normalization of embeddings.
/// A prefix may be read in both directions, as in prefix language models (Raffel et al. 2019, arXiv:1910.10683, §3.2.1). It may look at another text,
/// which an encoder has read, as in Vaswani et al. 2017, arXiv:1706.03762.
/// </remarks>
public sealed class Decoder
{
    private readonly Embeddings _embeddings;
    private readonly RelativePositions? _relativePositions;
    private readonly PreNormLayer[] _layers;
    private readonly LayerNorm _norm;

    /// <param name="scope">Where layers are declared.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="embeddings">Not normalized; of the hidden size.</param>
    /// <param name="reads">Whether another text is looked at.</param>
    public Decoder(ParameterScope scope, EncoderOptions options, Embeddings embeddings, bool reads = false)
    {
        (Options, _embeddings) = (options, embeddings);
        if (options.RelativeBins > 0) _relativePositions = new(scope / "relative_positions", options);
        _layers = new PreNormLayer[options.Layers];
        for (int i = 0; i < _layers.Length; i++) _layers[i] = new(scope / "layers" / $"{i}", options, reads);
        _norm = new(scope / "norm", options.HiddenSize, options.LayerNormEpsilon);
    }

    /// <summary>Sizes.</summary>
    public EncoderOptions Options { get; }

    /// <summary>Computes the final states.</summary>
    /// <param name="batch">A packed batch of N tokens.</param>
    /// <param name="visible">Which keys each token looks at; length N.</param>
    /// <param name="past">What is remembered of the tokens before, in a single sequence; null: nothing.</param>
    /// <param name="read">The other text, of a decoder that reads one.</param>
    /// <returns>States, [N, H]; with a past, of the tokens that it did not know, [N − past, H].</returns>
    /// <exception cref="ShapeException">A sequence is longer than the positions.</exception>
    public Tensor Forward(Tape tape, TokenBatch batch, ReadOnlyMemory<KeyRange> visible, DecoderPast? past = null, EncodedText? read = null)
    {
        int known = past?.Tokens ?? 0;
        ReadOnlyMemory<int>? rows = known > 0 ? new(Enumerable.Range(known, batch.Tokens - known).ToArray()) : null;
        var shape = new AttentionShape(batch.Starts, Options.Heads, Options.HeadSize, _relativePositions?.Buckets ?? default) { Visible = visible, Positions = batch.Reordered, FirstQuery = known };
        var x = tape.Dropout(_embeddings.Forward(tape, batch, known), Options.Dropout);                // [N − past, H]
        var reading = new AttentionShape(known > 0 ? new[] { 0, x.Rows } : batch.Starts, Options.Heads, Options.HeadSize, default) { KeyStarts = read?.Starts ?? default };
        for (int i = 0; i < _layers.Length; i++) x = _layers[i].Forward(tape, x, _relativePositions?.Table, shape, rows, past?[i], new(read?.States, reading, past?.Read(i)));
        return _norm.Forward(tape, x);                                                                 // [N − past, H]
    }
}
