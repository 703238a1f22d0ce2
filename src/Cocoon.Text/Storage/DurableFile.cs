using System.Runtime.InteropServices;
using System.Text;

namespace Cocoon.Text;

/// <summary>Writes files so that a crash or a power cut leaves the old content or the new one, never something between.</summary>
public static class DurableFile
{
    /// <summary>Replaces <paramref name="path"/>: written beside, flushed to disk, renamed, and the folder flushed.</summary>
    /// <param name="path">The final name; its folder must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The file cannot be written; the old content stands, and what was written beside is removed.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string beside = $"{full}.tmp-{Environment.ProcessId}";
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, full, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }

        FlushDirectory(Path.GetDirectoryName(full)!);
    }

    /// <summary>Makes the names in a folder durable: after it returns, a rename or creation in it survives a power cut.</summary>
    /// <remarks>Does nothing on Windows, where renames are journaled and folders cannot be flushed.</remarks>
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void FlushDirectory(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = Open(Encoding.UTF8.GetBytes(folder + "\0"), flags: 0);
        if (descriptor < 0) throw Failed("open", folder);
        try
        {
            if (FSync(descriptor) != 0) throw Failed("flush", folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string verb, string folder) =>
        new($"cannot {verb} the folder {folder}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}. Check its permissions and the disk.");

    // O_RDONLY is 0 on every Unix. .NET itself has no way to open a folder. DllImport with an array, not LibraryImport:
    // what that generates is unsafe code, which only Cocoon.Kernels may contain.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
