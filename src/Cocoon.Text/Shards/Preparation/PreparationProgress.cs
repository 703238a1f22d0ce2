namespace Cocoon.Text;

/// <summary>How far a preparation has come.</summary>
/// <param name="BytesRead">Bytes taken from the corpus files, as they lie on disk.</param>
/// <param name="TotalBytes">Bytes that will be taken in all.</param>
/// <param name="Documents">Documents written.</param>
/// <param name="Tokens">Tokens written.</param>
/// <param name="TextBytes">Bytes of text (UTF-8) that were encoded or passed over since the start or the resumption.</param>
/// <param name="ElapsedSeconds">Seconds since then.</param>
public readonly record struct PreparationProgress(long BytesRead, long TotalBytes, long Documents, long Tokens, long TextBytes, double ElapsedSeconds)
{
    /// <summary>Speed, in megabytes (10^6 bytes) of text a second; 0 before any time has passed.</summary>
    public double MegabytesPerSecond => ElapsedSeconds > 0 ? TextBytes / 1e6 / ElapsedSeconds : 0;
}
