namespace Cocoon.Text;

/// <summary>Counts the words of documents after normalization.</summary>
internal sealed class WordCounter(CharacterActions actions, int maxWordLength, int maxDistinct) : WordScanner(actions, maxWordLength), IWordCounter
{
    /// <summary>The counts so far.</summary>
    public WordCounts Counts { get; } = new(maxDistinct);

    /// <summary>Words that were too long to be counted.</summary>
    public long Overlong { get; private set; }

    /// <summary>Counts the words of a document.</summary>
    public void Add(ReadOnlySpan<char> text) => Scan(text);

    protected override void OnWord()
    {
        if (IsOverlong) Overlong++;
        else Counts.Add(Word);
    }
}
