namespace Cocoon.Text;

/// <summary>One text that belongs together: an article, a review, a book.</summary>
/// <param name="Text">The text, never blank; without a byte order mark.</param>
/// <param name="Source">Name of the file it comes from: relative to the folder that was given, or the plain file name.</param>
/// <param name="Line">Line of that file where the document starts, from 1.</param>
public readonly record struct Document(string Text, string Source, long Line);
