namespace Cocoon.Training;

/// <summary>The disk is full.</summary>
/// <param name="message">What could not be written, what still stands, what to do.</param>
/// <param name="inner">What the system said.</param>
public sealed class StorageFullException(string message, Exception inner) : IOException(message, inner)
{
    private const int NoSpace = 28, QuotaExceeded = 122;               // errno ENOSPC and EDQUOT
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>True if the system said that there is no room.</summary>
    public static bool IsFull(IOException e) => e is not StorageFullException && (e.HResult is NoSpace or QuotaExceeded or WindowsDiskFull);
}
