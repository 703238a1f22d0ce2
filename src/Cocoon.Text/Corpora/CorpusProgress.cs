namespace Cocoon.Text;

/// <summary>How far reading a corpus has come.</summary>
/// <param name="BytesRead">Bytes taken from the files so far, as they lie on disk.</param>
/// <param name="TotalBytes">Bytes of all files.</param>
/// <param name="Documents">Documents delivered so far.</param>
/// <param name="Source">The file being read.</param>
public readonly record struct CorpusProgress(long BytesRead, long TotalBytes, long Documents, string Source);
