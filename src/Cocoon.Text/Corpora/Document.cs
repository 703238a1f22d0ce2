namespace Cocoon.Text;

/// <summary>One text that belongs together: an article, a review, a book.</summary>
/// <param name="Text">The text, never blank; without a byte order mark.</param>
/// <param name="Source">Name of the file it comes from: relative to the folder that was given, or the plain file name.</param>
/// <param name="Place">Where in the corpus it starts.</param>
public readonly record struct Document(string Text, string Source, DocumentPlace Place)
{
    /// <summary>Line of its file where the document starts, from 1.</summary>
    public long Line => Place.Line;

    /// <summary>Where further texts begin, if the document is several that belong together, such as a sentence and its paraphrase; each follows a line feed.
    /// Null: it is one text.</summary>
    public IReadOnlyList<int>? Cuts { get; init; }
}
