namespace Cocoon.Text;

/// <summary>What ends a document in a plain text file.</summary>
public enum DocumentSeparator
{
    /// <summary>The end of the file: one file is one document. Blank lines are paragraphs' business, as in books and web pages saved as text.</summary>
    File,

    /// <summary>One or more blank lines: the form that BERT's own data scripts expect, many documents in one file.</summary>
    BlankLine,
}
