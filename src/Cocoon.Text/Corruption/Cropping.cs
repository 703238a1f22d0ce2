using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Keeps a contiguous part of each sequence: the second view of sequence contrastive learning.</summary>
/// <remarks>
/// Meng et al. 2021, arXiv:2102.08473, §3 (the crop keeps 90 %) and the authors' <c>span_dataset.py</c>, which crops
/// int(rate · length) tokens from the sequence with its special tokens. Deviations:
/// <list type="bullet">
/// <item>[CLS] is always kept and exactly once; there a crop may lose it, or have it twice when it is added again;</item>
/// <item>the rate therefore counts the tokens after [CLS], and a crop has at least one of them if there is one;</item>
/// <item>the final [SEP] is text like any other and may be cut, as there;</item>
/// <item>nothing is padded: batches are packed.</item>
/// </list>
/// </remarks>
public static class Cropping
{
    /// <summary>Crops every sequence: its first token and a span of max(1, floor(rate · (length − 1))) of the rest.</summary>
    /// <param name="original">Clean text; left as it is.</param>
    /// <param name="rate">Fraction of the tokens to keep, in [0, 1].</param>
    /// <param name="key">Names the random choice: the same batch and key give the same crops.</param>
    /// <param name="cropped">Becomes the crops: as many sequences, positions counted anew.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1].</exception>
    public static void Apply(TokenBatch original, double rate, StepKey key, TokenBatch cropped)
    {
        if (rate is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "The crop rate is a fraction in [0, 1].");
        var stream = key.Stream(Streams.Cropping);
        cropped.Clear();
        for (int s = 0; s < original.Sequences; s++)
        {
            var tokens = original.Sequence(s);
            var rest = tokens[1..];
            cropped.Append(tokens[..1]);
            if (!rest.IsEmpty)
            {
                int kept = Math.Max(1, (int)(rate * rest.Length));
                cropped.Append(rest.Slice(stream.Below(rest.Length - kept + 1, (ulong)s), kept));
            }
            cropped.EndSequence();
        }
    }
}
