namespace Cocoon.Models;

/// <summary>What an encoder costs, by formula: nothing is allocated.</summary>
public static class EncoderCost
{
    /// <summary>Scalars of token matrix, positions and their normalization.</summary>
    public static long EmbeddingParameters(EncoderOptions options) =>
        ((long)options.VocabularySize + options.MaxLength) * options.HiddenSize + Norm(options.HiddenSize);

    /// <summary>Scalars of layers and relative positions.</summary>
    public static long LayerParameters(EncoderOptions options)
    {
        long h = options.HiddenSize, f = options.FeedForwardSize;
        long layer = Linear(h, 3 * h) + Linear(h, h) + Norm(h) + Linear(h, f) + Linear(f, h) + Norm(h);
        return options.Layers * layer + (long)options.RelativeBins * options.Heads;
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
        return options.Layers * attention + sequences * row * ((options.Layers - 1) * length + rows);
    }

    internal static long Linear(long inputs, long outputs) => inputs * outputs + outputs;

    internal static long Norm(long size) => 2 * size;
}
