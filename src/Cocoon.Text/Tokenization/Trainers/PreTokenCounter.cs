namespace Cocoon.Text;

/// <summary>Counts the words that pre-tokenizers cut documents into.</summary>
internal sealed class PreTokenCounter(IReadOnlyList<IPreTokenizer> preTokenizers, int maxWordLength, int maxDistinct) : IWordCounter
{
    private readonly NormalizedText _text = new();
    private readonly PreTokens _tokens = new();

    public WordCounts Counts { get; } = new(maxDistinct);

    public void Add(ReadOnlySpan<char> text)
    {
        _text.Load(text, 0);
        _tokens.Clear();
        _tokens.Add(_text, 0, text.Length);
        foreach (var part in preTokenizers) part.Split(_tokens);
        foreach (var segment in _tokens.Segments)
        {
            var word = _tokens.CharsOf(segment);
            if (word.Length <= maxWordLength || CodePoint.Count(word) <= maxWordLength) Counts.Add(word);
        }
    }
}

/// <summary>Counts GPT-2's words, straight from the text.</summary>
internal sealed class Gpt2WordCounter(int maxWordLength, int maxDistinct) : IWordCounter
{
    public WordCounts Counts { get; } = new(maxDistinct);

    public void Add(ReadOnlySpan<char> text)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = Gpt2Pattern.EndOfWord(text, start);
            var word = text[start..end];
            if (word.Length <= maxWordLength || CodePoint.Count(word) <= maxWordLength) Counts.Add(word);
            start = end;
        }
    }
}
