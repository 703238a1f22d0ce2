namespace Cocoon.Text;

/// <summary>Counts the words of documents.</summary>
internal interface IWordCounter
{
    /// <summary>The counts so far.</summary>
    WordCounts Counts { get; }

    /// <summary>Counts the words of a document.</summary>
    void Add(ReadOnlySpan<char> text);
}
