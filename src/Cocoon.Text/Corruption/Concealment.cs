using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>How chosen tokens are hidden; what is left of 1 stays as it is.</summary>
/// <param name="Masked">Fraction that becomes [MASK], in [0, 1].</param>
/// <param name="Random">Fraction that becomes a random word, in [0, 1 − masked].</param>
public readonly record struct Concealment(double Masked, double Random)
{
    /// <summary>80 % [MASK], 10 % a random word, 10 % as it is: Devlin et al. 2018, arXiv:1810.04805, §3.1.</summary>
    public static Concealment Bert { get; } = new(0.8, 0.1);

    /// <summary>Hides chosen tokens.</summary>
    /// <param name="original">Clean text; left as it is.</param>
    /// <param name="positions">Chosen rows of the batch, ascending; length M.</param>
    /// <param name="kinds">The vocabulary.</param>
    /// <param name="keys">Name the random choice of each sequence.</param>
    /// <param name="hidden">Becomes the text with tokens hidden.</param>
    /// <exception cref="ArgumentException">There is no [MASK].</exception>
    /// <remarks>Random words are those that are text, as in RoBERTa (fairseq, <c>mask_tokens_dataset.py</c>); BERT's code draws from all ids, special ones included.</remarks>
    public void Apply(TokenBatch original, ReadOnlySpan<int> positions, TokenKinds kinds, SequenceKeys keys, TokenBatch hidden)
    {
        if (Masked > 0) Masking.RequireMask(kinds.Special);
        hidden.CopyFrom(original);
        var ids = hidden.MutableIds;
        var words = new WordDraw(kinds.Count, kinds.Special, stackalloc int[WordDraw.MostSpecials]);
        for (int s = 0, next = 0; s < original.Sequences && next < positions.Length; s++)
        {
            int end = original.Starts.Span[s + 1];
            if (positions[next] >= end) continue;
            var random = keys.Of(original, s);
            for (; next < positions.Length && positions[next] < end; next++)
            {
                int row = positions[next];
                double choice = random.Stream(Streams.Concealment).Uniform(random.IndexOf(row));
                if (choice < Masked) ids[row] = kinds.Special.Mask;
                else if (choice < Masked + Random) ids[row] = words.Draw(random.Stream(Streams.Replacement), random.IndexOf(row));
            }
        }
    }
}
