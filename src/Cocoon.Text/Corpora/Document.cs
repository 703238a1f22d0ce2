namespace Cocoon.Text;

/// <summary>One text that belongs together: an article, a review, a book.</summary>
/// <param name="Text">The text, never blank; without a byte order mark.</param>
/// <param name="Source">Name of the file it comes from: relative to the folder that was given, or the plain file name.</param>
/// <param name="Place">Where in the corpus it starts.</param>
public readonly record struct Document(string Text, string Source, DocumentPlace Place)
{
    /// <summary>Line of its file where the document starts, from 1.</summary>
    public long Line => Place.Line;
}
