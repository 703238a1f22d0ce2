namespace Cocoon.Text;

/// <summary>What is put around encoded texts: the special tokens of one text and of a pair, and whether offsets leave out spaces.</summary>
/// <param name="Single">The parts of one text.</param>
/// <param name="Pair">The parts of two texts.</param>
/// <param name="Trims">The trimming of offsets, in order; usually none or one.</param>
internal sealed record PostProcessor(TemplatePart[] Single, TemplatePart[] Pair, OffsetTrim[] Trims)
{
    /// <summary>Texts as they are; the second of a pair is segment 1.</summary>
    public static PostProcessor None { get; } = new([TemplatePart.Text(0, 0)], [TemplatePart.Text(0, 0), TemplatePart.Text(1, 1)], []);

    /// <summary>BERT's: [CLS] A [SEP], and B [SEP] in segment 1; a token whose id is below 0 is left out.</summary>
    public static PostProcessor Bert(int classify, int separate)
    {
        TemplatePart[] first = Special(classify, 0), end = Special(separate, 0), last = Special(separate, 1);
        return new([.. first, TemplatePart.Text(0, 0), .. end], [.. first, TemplatePart.Text(0, 0), .. end, TemplatePart.Text(1, 1), .. last], []);

        static TemplatePart[] Special(int id, int segment) => id < 0 ? [] : [TemplatePart.Special([id], segment)];
    }

    /// <summary>RoBERTa's: &lt;s&gt; A &lt;/s&gt;, and &lt;/s&gt; B &lt;/s&gt;, all in segment 0.</summary>
    public static PostProcessor Roberta(int classify, int separate)
    {
        TemplatePart first = TemplatePart.Special([classify], 0), end = TemplatePart.Special([separate], 0);
        return new([first, TemplatePart.Text(0, 0), end], [first, TemplatePart.Text(0, 0), end, end, TemplatePart.Text(1, 0), end], []);
    }

    /// <summary>The parts of one text, or of two.</summary>
    public TemplatePart[] Parts(bool isPair) => isPair ? Pair : Single;

    /// <summary>Number of special tokens that are added.</summary>
    public int Added(bool isPair)
    {
        int added = 0;
        foreach (var part in Parts(isPair)) added += part.Ids.Length;
        return added;
    }
}

/// <summary>A part of a template: one of the texts, or special tokens.</summary>
/// <param name="Sequence">Which text, 0 or 1; −1 for special tokens.</param>
/// <param name="Ids">The special tokens; empty for a text.</param>
/// <param name="Segment">The segment of its tokens.</param>
internal sealed record TemplatePart(int Sequence, int[] Ids, int Segment)
{
    public static TemplatePart Text(int sequence, int segment) => new(sequence, [], segment);

    public static TemplatePart Special(int[] ids, int segment) => new(-1, ids, segment);
}
