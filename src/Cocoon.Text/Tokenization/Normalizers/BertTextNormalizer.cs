namespace Cocoon.Text;

/// <summary>BERT's normalization, step by step, for tokenizers that combine it with other parts than BERT's own (those take <see cref="WordScanner"/>).</summary>
/// <remarks>Devlin et al. 2018, arXiv:1810.04805, as the Hugging Face library's BertNormalizer does it.</remarks>
internal sealed class BertTextNormalizer(WordPieceOptions options) : ITextNormalizer
{
    private static readonly CharacterClasses s_classes = CharacterClasses.Instance;
    private static readonly UnicodeNormalizer s_decomposition = new(compatible: false, composes: false);

    public void Normalize(NormalizedText text)
    {
        if (options.CleanText)
        {
            text.Filter(static c => !s_classes.Is(c, CharacterClass.Removed));
            text.Map(static c => s_classes.Is(c, CharacterClass.Space) ? ' ' : c);
        }

        if (options.SeparateChinese) Separate(text);
        if (options.StripsAccents)
        {
            s_decomposition.Normalize(text);
            text.Filter(static c => !s_classes.Is(c, CharacterClass.Mark));
        }

        if (options.Lowercase) text.Lowercase();
    }

    private static void Separate(NormalizedText text)
    {
        var chars = text.Chars;
        text.BeginChange();
        for (int i = 0; i < chars.Length;)
        {
            i += CodePoint.Read(chars, i, out int c);
            bool alone = s_classes.Is(c, CharacterClass.Chinese);
            if (alone) text.Put(' ', 0);
            text.Put(c, alone ? 1 : 0);
            if (alone) text.Put(' ', 1);
        }

        text.EndChange();
    }
}
