namespace Cocoon.Models;

/// <summary>What an encoder costs, by formula: nothing is allocated.</summary>
public static class EncoderCost
{
    /// <summary>Scalars of token matrix, positions and their normalization.</summary>
    public static long EmbeddingParameters(EncoderOptions options) =>
        ((long)options.VocabularySize + options.MaxLength + options.Segments) * options.TokenSize + Norm(options.TokenSize);

    /// <summary>Scalars of layers, relative positions and, where it is needed, the map from token vectors to states.</summary>
    public static long LayerParameters(EncoderOptions options)
    {
        long h = options.HiddenSize, f = options.FeedForwardSize;
        long layer = Linear(h, 3 * h) + Linear(h, h) + Norm(h) + Linear(h, f) + Linear(f, h) + Norm(h);
        long projection = options.TokenSize == h ? 0 : Linear(options.TokenSize, h);
        return options.Layers * layer + (long)options.RelativeBins * options.Heads + projection;
    }

    /// <summary>Floating-point operations of the matrix products of one forward pass; a backward pass takes twice as many.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="sequences">Number of sequences S.</param>
    /// <param name="length">Tokens of each.</param>
    /// <param name="rows">Tokens of each whose final state is wanted.</param>
    /// <remarks>A multiplication with its addition counts 2. Attention counts both of its products. Everything that is not a matrix product counts nothing.</remarks>
    public static double ForwardFlops(EncoderOptions options, double sequences, double length, double rows)
    {
        double h = options.HiddenSize, f = options.FeedForwardSize;
        double attention = sequences * length * (2 * 3 * h * h + 4 * length * h);
        double row = 2 * h * h + 4 * h * f;
        double projection = options.TokenSize == options.HiddenSize ? 0 : 2 * sequences * length * options.TokenSize * h;
        return projection + options.Layers * attention + sequences * row * ((options.Layers - 1) * length + rows);
    }

    /// <summary>Floats that the layers keep for their gradients in one pass; with checkpointing, their results and what one of them needs on the way back. An estimate.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="tokens">Tokens of the batch N.</param>
    /// <param name="length">Tokens of each sequence.</param>
    public static double KeptFloats(EncoderOptions options, double tokens, double length)
    {
        double h = options.HiddenSize, f = options.FeedForwardSize, layer = 9 * h + 2 * f + options.Heads * length, gradients = 6 * h + 2 * f;
        return tokens * (options.Checkpointing ? options.Layers * h + layer + gradients : options.Layers * layer);
    }

    /// <summary>Parameters of a <see cref="MaskedLanguageHead"/>.</summary>
    internal static long MaskedHeadParameters(EncoderOptions options) =>
        Linear(options.HiddenSize, options.TokenSize) + Norm(options.TokenSize) + options.VocabularySize;

    /// <summary>Floating-point operations of a <see cref="MaskedLanguageHead"/> on some rows.</summary>
    internal static double MaskedHeadFlops(EncoderOptions options, double rows) =>
        2 * rows * options.TokenSize * ((double)options.HiddenSize + options.VocabularySize);

    internal static long Linear(long inputs, long outputs) => inputs * outputs + outputs;

    internal static long Norm(long size) => 2 * size;
}
