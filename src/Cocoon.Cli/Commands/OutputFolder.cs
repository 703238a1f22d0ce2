namespace Cocoon.Cli;

/// <summary>Folders that commands write to.</summary>
internal static class OutputFolder
{
    /// <summary>Refuses a folder that already holds something.</summary>
    /// <param name="path">The folder; it may be missing or empty.</param>
    /// <param name="remedy">What to do instead of writing there.</param>
    /// <exception cref="UsageException">It is a file, or not empty.</exception>
    public static void RequireNew(string path, string remedy)
    {
        if (File.Exists(path)) throw new UsageException($"{path}: this is a file, not a folder. {remedy}");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()) throw new UsageException($"{path}: the folder exists and is not empty. {remedy}");
    }
}
