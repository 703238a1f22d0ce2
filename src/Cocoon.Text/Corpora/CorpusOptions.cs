namespace Cocoon.Text;

/// <summary>How the files of a corpus are read.</summary>
public sealed record CorpusOptions
{
    /// <summary>What ends a document in <c>.txt</c> files. By default a file is a document, because blank lines mark paragraphs
    /// in most plain text; choose <see cref="DocumentSeparator.BlankLine"/> for files that hold many documents.</summary>
    public DocumentSeparator Separator { get; init; } = DocumentSeparator.File;

    /// <summary>Field of a <c>.jsonl</c> object that holds the text; top level only.</summary>
    public string TextField { get; init; } = "text";

    /// <summary>What messages call the option that names the field.</summary>
    internal string TextFieldOption { get; init; } = "CorpusOptions.TextField";

    /// <summary>Longest document (<c>.txt</c>) or line (<c>.jsonl</c>) accepted, in bytes before decoding; bounds the memory that reading takes.
    /// From 1 to 1 GiB.</summary>
    public int MaxDocumentBytes { get; init; } = 64 << 20;

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (MaxDocumentBytes is < 1 or > 1 << 30)
            throw new ArgumentException($"MaxDocumentBytes is {MaxDocumentBytes}: choose 1 to {1 << 30}.");
        if (string.IsNullOrEmpty(TextField)) throw new ArgumentException("TextField is empty: name the JSON field that holds the text.");
        if (!Enum.IsDefined(Separator)) throw new ArgumentException($"Separator {Separator} is unknown: choose File or BlankLine.");
    }
}
