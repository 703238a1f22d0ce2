namespace Cocoon.Text;

/// <summary>Takes packed triples of texts apart: the anchors, what says the same, and what says the opposite.</summary>
/// <remarks>
/// A sequence of packed documents of three texts each has three times as many texts as triples. A document that was too long and cut leaves another number behind,
/// unless the cut only shortened a text; such a sequence is left out, since nobody knows where its triples begin.
/// </remarks>
public static class TextTriples
{
    private const int TextsOfTriple = 3;

    /// <summary>Makes a sequence of every text.</summary>
    /// <param name="packed">Sequences: [CLS] anchor [SEP] positive [SEP] negative [SEP], and so on.</param>
    /// <param name="special">The ids of [CLS] and [SEP].</param>
    /// <param name="anchors">Becomes the first text of each triple, [CLS] text [SEP].</param>
    /// <param name="positives">Becomes the second.</param>
    /// <param name="negatives">Becomes the third.</param>
    public static void Split(TokenBatch packed, SpecialTokens special, TokenBatch anchors, TokenBatch positives, TokenBatch negatives)
    {
        anchors.Clear();
        positives.Clear();
        negatives.Clear();
        for (int s = 0; s < packed.Sequences; s++)
        {
            var texts = packed.Sequence(s)[1..];
            if (texts.IsEmpty || texts[^1] != special.Separate || texts.Count(special.Separate) % TextsOfTriple != 0) continue;
            for (int text = 0; !texts.IsEmpty; text++)
            {
                int length = texts.IndexOf(special.Separate);
                var target = (text % TextsOfTriple) switch { 0 => anchors, 1 => positives, _ => negatives };
                target.Append(special.Classify);
                target.Append(texts[..(length + 1)]);
                target.EndSequence();
                texts = texts[(length + 1)..];
            }
        }
    }
}
