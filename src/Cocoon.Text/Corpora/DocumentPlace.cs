namespace Cocoon.Text;

/// <summary>Where a document starts.</summary>
/// <param name="File">Number of the file in the corpus, from 0.</param>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Offset">Byte of the file, after decompression, from 0.</param>
public readonly record struct DocumentPlace(int File, long Line, long Offset);
