namespace Cocoon.Models;

/// <summary>What a training step of COCO-LM costs: floating-point operations of its matrix products, forward and backward, part by part.</summary>
/// <param name="Auxiliary">Training the auxiliary model, its head included.</param>
/// <param name="Sampling">Running it once more with dropout off, to sample.</param>
/// <param name="Main">Training the main encoder on the corrupted text.</param>
/// <param name="Crop">Training the main encoder on the crops.</param>
/// <param name="Heads">The main model's heads and the contrast.</param>
public sealed record CocoLmCost(double Auxiliary, double Sampling, double Main, double Crop, double Heads)
{
    private const double ForwardAndBackward = 3;

    /// <summary>All parts.</summary>
    public double Total => Auxiliary + Sampling + Main + Crop + Heads;

    /// <summary>The cost of one micro-batch.</summary>
    /// <param name="encoder">Sizes of the main encoder.</param>
    /// <param name="options">The objective.</param>
    /// <param name="sequences">Number of sequences S.</param>
    /// <param name="length">Tokens of each.</param>
    public static CocoLmCost Of(EncoderOptions encoder, CocoLmOptions options, int sequences, int length)
    {
        var auxiliary = encoder with { Layers = options.AuxiliaryLayers };
        double s = sequences, n = s * length, h = encoder.HiddenSize, v = encoder.VocabularySize, m = options.MaskRate * n;
        double guess = EncoderCost.ForwardFlops(auxiliary, s, length, options.MaskRate * length) + 2 * m * h * (h + v);
        bool guesses = options.Replacements == ReplacementSource.Auxiliary;
        double vector = options.SequenceSize(encoder.HiddenSize), corrected = options.LanguageModel == LanguageModelScope.AllTokens ? n : m;

        double heads = options.HasGate ? 2 * n * h : 0;
        if (options.Corrective != CorrectiveForm.None) heads += 2 * corrected * h * v;
        if (options.Contrast) heads += 2 * 2 * s * h * vector + 2 * 4 * s * s * vector;
        return new(
            Auxiliary: guesses ? ForwardAndBackward * guess : 0,
            Sampling: guesses && encoder.HasDropout ? guess : 0,
            Main: ForwardAndBackward * EncoderCost.ForwardFlops(encoder, s, length, length),
            Crop: options.Contrast ? ForwardAndBackward * EncoderCost.ForwardFlops(encoder, s, 1 + Math.Floor(options.CropRate * (length - 1)), 1) : 0,
            Heads: ForwardAndBackward * heads);
    }

    /// <summary>The same as every objective tells it, with the memory of activations.</summary>
    internal ObjectiveCost Parts(EncoderOptions encoder, CocoLmOptions options, int sequences, int length)
    {
        double tokens = (double)sequences * length, masked = options.MaskRate * tokens, passes = options.Contrast ? 1 + options.CropRate : 1;
        bool guesses = options.Replacements == ReplacementSource.Auxiliary;
        double corrected = options.Corrective == CorrectiveForm.None ? 0 : options.LanguageModel == LanguageModelScope.AllTokens ? tokens : masked;
        double kept = passes * (EncoderCost.KeptFloats(encoder, tokens, length) + 4 * tokens * encoder.HiddenSize)
            + (guesses ? EncoderCost.KeptFloats(encoder with { Layers = options.AuxiliaryLayers }, tokens, length) : 0)
            + 2 * encoder.VocabularySize * (corrected + (guesses ? masked : 0));
        return new([("auxiliary", Auxiliary), ("sampling", Sampling), ("main", Main), ("crop", Crop), ("heads", Heads)], kept);
    }

    /// <summary>Scalars of a <see cref="CocoLmModel"/>, heads and auxiliary model included.</summary>
    public static long Parameters(EncoderOptions encoder, CocoLmOptions options)
    {
        long h = encoder.HiddenSize, v = encoder.VocabularySize, size = options.SequenceSize(encoder.HiddenSize);
        long sum = EncoderCost.EmbeddingParameters(encoder) + EncoderCost.LayerParameters(encoder);
        if (options.HasGate) sum += EncoderCost.Linear(h, 1);
        if (options.Corrective != CorrectiveForm.None) sum += v;
        if (options.Contrast) sum += EncoderCost.Linear(h, size) + EncoderCost.Norm(size);
        if (options.Replacements == ReplacementSource.Auxiliary)
            sum += EncoderCost.LayerParameters(encoder with { Layers = options.AuxiliaryLayers }) + EncoderCost.Linear(h, h) + EncoderCost.Norm(h) + v;
        return sum;
    }
}
