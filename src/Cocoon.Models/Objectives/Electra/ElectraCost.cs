namespace Cocoon.Models;

/// <summary>What ELECTRA costs, by formula: nothing is allocated.</summary>
internal static class ElectraCost
{
    /// <summary>The cost of one micro-batch; in two stages, of the dearer.</summary>
    public static ObjectiveCost Of(EncoderOptions encoder, ElectraOptions options, int sequences, int length)
    {
        var generator = options.Generator(encoder);
        double tokens = (double)sequences * length, masked = options.MaskRate * tokens, h = encoder.HiddenSize;
        double guess = EncoderCost.ForwardFlops(generator, sequences, length, options.MaskRate * length) + EncoderCost.MaskedHeadFlops(generator, masked);
        double wanted = options.Form == ElectraForm.ReplaceMlm ? options.MaskRate * length : length;
        double heads = options.Form == ElectraForm.ReplaceMlm ? 0 : 2 * tokens * h * (h + 1), guessed = options.Detects ? 0 : wanted * sequences;
        heads += EncoderCost.MaskedHeadFlops(encoder, guessed);
        double passes = options.Training == GeneratorTraining.TwoStage ? 1 : ObjectiveCost.ForwardAndBackward;   // a frozen generator only guesses
        return new(
        [
            ("generator", passes * guess),
            ("main", ObjectiveCost.ForwardAndBackward * EncoderCost.ForwardFlops(encoder, sequences, length, wanted)),
            ("heads", ObjectiveCost.ForwardAndBackward * heads),
        ],
        EncoderCost.KeptFloats(encoder, tokens, length) + EncoderCost.KeptFloats(generator, tokens, length) + 8 * tokens * h + 2 * encoder.VocabularySize * (masked + guessed));
    }

    /// <summary>Scalars of an <see cref="ElectraModel"/>.</summary>
    public static long Parameters(EncoderOptions encoder, ElectraOptions options)
    {
        var generator = options.Generator(encoder);
        long h = encoder.HiddenSize, embeddings = EncoderCost.EmbeddingParameters(encoder);
        long sum = embeddings + EncoderCost.LayerParameters(encoder) + EncoderCost.LayerParameters(generator) + EncoderCost.MaskedHeadParameters(generator);
        if (options.Form != ElectraForm.ReplaceMlm) sum += EncoderCost.Linear(h, h) + EncoderCost.Linear(h, 1);
        if (!options.Detects) sum += EncoderCost.MaskedHeadParameters(encoder);
        if (options.Training == GeneratorTraining.Adversarial) sum += EncoderCost.Linear(generator.HiddenSize, 1);
        return sum + options.Sharing switch
        {
            EmbeddingSharing.All => 0,
            EmbeddingSharing.Tokens => embeddings - (long)encoder.VocabularySize * encoder.TokenSize,
            _ => embeddings,
        };
    }
}
