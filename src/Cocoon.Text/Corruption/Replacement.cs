using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Puts other tokens in the place of some: the text that the main model sees.</summary>
public static class Replacement
{
    /// <summary>Writes samples into a copy of the text.</summary>
    /// <param name="original">Clean text; left as it is.</param>
    /// <param name="positions">Rows to replace; length M.</param>
    /// <param name="samples">The new id of each; length M. A sample may equal the original: then the token counts as original.</param>
    /// <param name="corrupted">Becomes the text with the samples in place.</param>
    /// <exception cref="ArgumentException">There is not exactly one sample per position.</exception>
    public static void Apply(TokenBatch original, ReadOnlySpan<int> positions, ReadOnlySpan<int> samples, TokenBatch corrupted)
    {
        if (positions.Length != samples.Length)
            throw new ArgumentException($"{positions.Length} positions need as many samples, not {samples.Length}.", nameof(samples));
        corrupted.CopyFrom(original);
        var ids = corrupted.MutableIds;
        for (int i = 0; i < positions.Length; i++) ids[positions[i]] = samples[i];
    }

    /// <summary>Draws words at random, for the ablation without an auxiliary model: uniform over the ids that are text.</summary>
    /// <param name="vocabularySize">Number of ids V.</param>
    /// <param name="special">Which ids are not text: they are never drawn.</param>
    /// <param name="positions">Rows to replace; they index the random numbers, so a row's draw does not depend on the others; length M.</param>
    /// <param name="key">Names the random choice.</param>
    /// <param name="samples">Becomes one id per position; length M.</param>
    /// <exception cref="ArgumentException">There is not exactly one sample per position, or no id is text.</exception>
    /// <remarks>The random tokens of RoBERTa's dynamic masking (fairseq, <c>mask_tokens_dataset.py</c>) leave out the special symbols likewise.</remarks>
    public static void RandomWords(int vocabularySize, SpecialTokens special, ReadOnlySpan<int> positions, StepKey key, Span<int> samples)
    {
        if (positions.Length != samples.Length)
            throw new ArgumentException($"{positions.Length} positions need as many samples, not {samples.Length}.", nameof(samples));
        var words = new WordDraw(vocabularySize, special, stackalloc int[WordDraw.MostSpecials]);
        var stream = key.Stream(Streams.Replacement);
        for (int i = 0; i < positions.Length; i++) samples[i] = words.Draw(stream, (ulong)positions[i]);
    }
}
