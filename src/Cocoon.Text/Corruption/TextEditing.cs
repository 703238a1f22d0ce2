using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Second views of texts, for contrast.</summary>
/// <remarks>
/// Gao et al. 2021, arXiv:2104.08821, §3 and Table 1, which crops and deletes words. A word is chosen as a whole, with all its pieces; special tokens never
/// are. What is put in is one random token, which may be a piece of a word. A choice is a function of (seed, step, row) alone.
/// </remarks>
public static class TextEditing
{
    /// <summary>Edits every sequence.</summary>
    /// <param name="original">Clean text; left as it is.</param>
    /// <param name="edit">What is done.</param>
    /// <param name="rate">Fraction of the tokens that are cut away, or of the words that are left out, added or exchanged; in [0, 1).</param>
    /// <param name="longest">Most tokens of an edited sequence; insertions stop there.</param>
    /// <param name="kinds">The vocabulary.</param>
    /// <param name="key">Names the random choice.</param>
    /// <param name="edited">Becomes the second views: as many sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
    public static void Apply(TokenBatch original, TextEdit edit, double rate, int longest, TokenKinds kinds, StepKey key, TokenBatch edited)
    {
        if (rate is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "The edit rate is a fraction in [0, 1).");
        if (edit == TextEdit.None) edited.CopyFrom(original);
        else if (edit == TextEdit.Crop) Cropping.Apply(original, 1 - rate, key, edited);
        else EditWords(original, edit, rate, longest, kinds, key, edited);
    }

    private static void EditWords(TokenBatch original, TextEdit edit, double rate, int longest, TokenKinds kinds, StepKey key, TokenBatch edited)
    {
        edited.Clear();
        var words = new WordDraw(kinds.Count, kinds.Special, stackalloc int[WordDraw.MostSpecials]);
        RandomStream choice = key.Stream(Streams.Editing), draw = key.Stream(Streams.Replacement);
        for (int s = 0; s < original.Sequences; s++)
        {
            int room = longest - original.Sequence(s).Length;
            bool chosen = false;
            for (int row = original.Starts.Span[s]; row < original.Starts.Span[s + 1]; row++)
            {
                int id = original.Ids.Span[row];
                bool special = kinds.Special.Contains(id), begins = special || !kinds.Continues(id);
                if (begins) chosen = !special && choice.Uniform((ulong)row) < rate;
                if (chosen && begins && (edit == TextEdit.Replacement || (edit == TextEdit.Insertion && room-- > 0))) edited.Append(words.Draw(draw, (ulong)row));
                if (!chosen || edit == TextEdit.Insertion) edited.Append(id);
            }
            edited.EndSequence();
        }
    }
}
