using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>Puts texts together as a model was trained to read them: [CLS] text [SEP], and [CLS] text [SEP] pair [SEP].</summary>
/// <remarks>
/// Devlin et al. 2018, arXiv:1810.04805, Figure 4. A tokenizer whose own template has two separators between texts, as RoBERTa's and COCO-LM's, gets two.
/// Too long texts lose their ends, the longer one first, token by token (the released code's <c>_truncate_seq_pair</c>).
/// </remarks>
public sealed class TextEncoder
{
    private readonly int _separators;
    private readonly IntList _first = new(), _second = new();

    /// <param name="tokenizer">Cuts texts into tokens.</param>
    /// <param name="maxLength">Tokens of the longest sequence, special ones included; at least 8.</param>
    public TextEncoder(Tokenizer tokenizer, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 8);
        (Tokenizer, MaxLength) = (tokenizer, maxLength);
        var pair = new TokenSequence();
        tokenizer.Encode("a", "a", pair, new EncodeOptions());
        int run = 0; // special tokens since the last one that is text
        bool started = false;
        foreach (var kind in pair.Kinds)
        {
            if (kind == TokenKind.Text && started) _separators = Math.Max(_separators, run);
            (run, started) = kind == TokenKind.Text ? (0, true) : (run + 1, started);
        }
        _separators = Math.Max(1, _separators);
    }

    /// <summary>Cuts texts into tokens.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Tokens of the longest sequence, special ones included.</summary>
    public int MaxLength { get; }

    /// <summary>Special tokens of a sequence of one text, or of two.</summary>
    public int SpecialsOf(bool pair) => pair ? 2 + _separators : 2;

    /// <summary>The sequence of an example.</summary>
    /// <param name="example">Its number in its set.</param>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text; null if there is none.</param>
    public EncodedSequence Encode(int example, string text, string? pair)
    {
        _first.Clear();
        _second.Clear();
        Tokenizer.Encode(text, _first);
        if (pair is not null) Tokenizer.Encode(pair, _second);
        int room = MaxLength - SpecialsOf(pair is not null), dropped = 0;
        for (; _first.Count + _second.Count > room; dropped++)
        {
            var longer = _first.Count > _second.Count ? _first : _second;
            longer.Truncate(longer.Count - 1);
        }
        return Assemble(example, _first.Span, pair is null ? null : _second) with { Dropped = dropped };
    }

    /// <summary>Puts tokens that fit together.</summary>
    /// <param name="example">Number of the example in its set.</param>
    /// <param name="first">Tokens of the text.</param>
    /// <param name="second">Tokens of the second text; null if there is none.</param>
    public EncodedSequence Assemble(int example, ReadOnlySpan<int> first, IntList? second)
    {
        var special = Tokenizer.Special;
        var ids = new List<int>(first.Length + (second?.Count ?? 0) + SpecialsOf(second is not null)) { special.Classify };
        ids.AddRange(first);
        if (second is null)
        {
            ids.Add(special.Separate);
            return new() { Example = example, Ids = [.. ids], PairStart = ids.Count };
        }
        for (int i = 0; i < _separators; i++) ids.Add(special.Separate);
        int start = ids.Count;
        ids.AddRange(second.Span);
        ids.Add(special.Separate);
        return new() { Example = example, Ids = [.. ids], PairStart = start };
    }
}
