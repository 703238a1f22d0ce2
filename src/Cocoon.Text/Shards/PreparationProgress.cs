namespace Cocoon.Text;

/// <summary>How far a preparation has come.</summary>
/// <param name="BytesRead">Bytes taken from the corpus files, as they lie on disk.</param>
/// <param name="TotalBytes">Bytes of all files.</param>
/// <param name="Documents">Documents written.</param>
/// <param name="Tokens">Tokens written.</param>
/// <param name="ElapsedSeconds">Seconds since the start.</param>
public readonly record struct PreparationProgress(long BytesRead, long TotalBytes, long Documents, long Tokens, double ElapsedSeconds)
{
    /// <summary>Speed of reading, in megabytes (10^6 bytes) a second; 0 before any time has passed.</summary>
    public double MegabytesPerSecond => ElapsedSeconds > 0 ? BytesRead / 1e6 / ElapsedSeconds : 0;
}
