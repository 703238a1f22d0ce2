namespace Cocoon.Models;

/// <summary>What an encoder and a decoder that reads cost, by formula: nothing is allocated.</summary>
internal static class DenoisingCost
{
    /// <summary>Scalars of everything that <see cref="DenoisingModel"/> declares.</summary>
    public static long Parameters(EncoderOptions sizes)
    {
        long h = sizes.HiddenSize, cross = EncoderCost.Linear(h, h) + EncoderCost.Linear(h, 2 * h) + EncoderCost.Linear(h, h) + EncoderCost.Norm(h);
        long decoder = sizes.MaxLength * h + EncoderCost.LayerParameters(sizes) + sizes.Layers * cross + EncoderCost.Norm(h);
        return EncoderCost.EmbeddingParameters(sizes) + EncoderCost.LayerParameters(sizes) + decoder;
    }

    /// <summary>The cost of a micro-batch.</summary>
    /// <param name="sizes">Sizes of both networks.</param>
    /// <param name="sequences">Number of sequences S.</param>
    /// <param name="read">Tokens that are read of each.</param>
    /// <param name="written">Tokens that are written of each.</param>
    public static ObjectiveCost Of(EncoderOptions sizes, double sequences, double read, double written)
    {
        double h = sizes.HiddenSize, v = sizes.VocabularySize, tokens = sequences * written;
        double cross = sequences * (written * 4 * h * h + read * 4 * h * h + 4 * written * read * h);   // queries and output, keys and values, both products of attention
        return new(
        [
            ("encoder", ObjectiveCost.ForwardAndBackward * EncoderCost.ForwardFlops(sizes, sequences, read, read)),
            ("decoder", ObjectiveCost.ForwardAndBackward * (EncoderCost.ForwardFlops(sizes, sequences, written, written) + sizes.Layers * cross)),
            ("heads", ObjectiveCost.ForwardAndBackward * 2 * tokens * h * v),
        ],
        EncoderCost.KeptFloats(sizes, sequences * read, read) + EncoderCost.KeptFloats(sizes, tokens, written)
            + sizes.Layers * (tokens * (5 * h + sizes.Heads * read) + sequences * read * 2 * h) + 4 * (tokens + sequences * read) * h + 2 * tokens * v);
    }
}
