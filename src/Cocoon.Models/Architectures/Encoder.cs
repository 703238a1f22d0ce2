using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>A bidirectional Transformer encoder: tokens in, contextual states out.</summary>
/// <remarks>BERT (Devlin et al. 2018, arXiv:1810.04805) with the relative positions of <see cref="RelativePositions"/>, as COCO-LM's two networks.</remarks>
public sealed class Encoder
{
    private readonly EncoderOptions _options;
    private readonly Embeddings _embeddings;
    private readonly Linear? _projection;
    private readonly RelativePositions? _relativePositions;
    private readonly EncoderLayer[] _layers;

    /// <param name="scope">Where layers and relative positions are declared.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="embeddings">Declared elsewhere, so that another encoder may share them.</param>
    public Encoder(ParameterScope scope, EncoderOptions options, Embeddings embeddings)
    {
        (_options, _embeddings) = (options, embeddings);
        if (options.TokenSize != options.HiddenSize) _projection = new(scope / "projection", options.TokenSize, options.HiddenSize);
        if (options.RelativeBins > 0) _relativePositions = new(scope / "relative_positions", options);
        _layers = new EncoderLayer[options.Layers];
        for (int i = 0; i < _layers.Length; i++) _layers[i] = new(scope / "layers" / $"{i}", options);
    }

    /// <summary>Sizes.</summary>
    public EncoderOptions Options => _options;

    /// <summary>Computes the final states.</summary>
    /// <param name="batch">A packed batch of N tokens.</param>
    /// <param name="rows">The R rows whose final state is wanted; null: all N. The last layer skips the others' share that nobody sees;
    /// the wanted states are the same.</param>
    /// <param name="visible">Which keys each token looks at; length N; empty: all of its sequence.</param>
    /// <param name="layers">Receives, if given, the states after each layer.</param>
    /// <returns>States, [R, H].</returns>
    /// <exception cref="ShapeException">A sequence is longer than the positions.</exception>
    public Tensor Forward(Tape tape, TokenBatch batch, ReadOnlyMemory<int>? rows = null, ReadOnlyMemory<KeyRange> visible = default, List<Tensor>? layers = null)
    {
        var shape = new AttentionShape(batch.Starts, _options.Heads, _options.HeadSize, _relativePositions?.Buckets ?? default) { Visible = visible, Positions = batch.Reordered };
        var x = tape.Dropout(_embeddings.Forward(tape, batch), _options.Dropout);                                       // [N, E]
        if (_projection is not null) x = _projection.Forward(tape, x);
        for (int i = 0; i < _layers.Length; i++)
        {
            x = _layers[i].Forward(tape, x, _relativePositions?.Table, shape, i == _layers.Length - 1 ? rows : null);
            layers?.Add(x);
        }
        return x;                                                                                                       // [R, H]
    }
}
