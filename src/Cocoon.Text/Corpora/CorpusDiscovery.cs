namespace Cocoon.Text;

/// <summary>Finds the files of a corpus, in an order that is the same on every machine.</summary>
internal static class CorpusDiscovery
{
    private static readonly string[] s_extensions = [".txt", ".jsonl", ".txt.gz", ".jsonl.gz"];

    /// <summary>Files in the order of <paramref name="paths"/>; those of a folder in ordinal order of their relative names.</summary>
    public static List<CorpusFile> Find(IEnumerable<string> paths)
    {
        var files = new List<CorpusFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            if (string.IsNullOrWhiteSpace(path)) throw new CorpusException("(empty path)", "name a file or a folder.");
            foreach (var file in Directory.Exists(path) ? InFolder(path) : [Single(path)])
            {
                if (!seen.Add(Path.GetFullPath(file.Path)))
                    throw new CorpusException(file.Path, "is given twice, directly or through its folder; its documents would count double. Name it once.");
                files.Add(file);
            }
        }

        if (files.Count == 0) throw new CorpusException("(no paths)", "no corpus is given; name files or folders of .txt or .jsonl, plain or .gz.");
        return files;
    }

    private static CorpusFile Single(string path)
    {
        if (!File.Exists(path)) throw new CorpusException(path, "does not exist. Check the spelling; relative paths start at the current folder.");
        if (!IsSupported(path))
            throw new CorpusException(path, "is of a kind that is not read. Supported are .txt and .jsonl, plain or compressed (.gz); rename the file if it is one of them.");
        return Measure(path, Path.GetFileName(path));
    }

    private static IEnumerable<CorpusFile> InFolder(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0, ReturnSpecialDirectories = false };
        string[] found;
        try
        {
            found = [.. Directory.EnumerateFiles(folder, "*", options).Where(IsSupported)];
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CorpusException(folder, $"cannot be listed: {e.Message} Allow reading it and its subfolders, or name the files.", e);
        }

        if (found.Length == 0) throw new CorpusException(folder, "holds no .txt or .jsonl file, plain or compressed (.gz), in itself or below.");
        return found.Select(path => Measure(path, Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
    }

    private static bool IsSupported(string path) => Array.Exists(s_extensions, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    private static CorpusFile Measure(string path, string name)
    {
        long bytes = new FileInfo(path).Length;
        if (bytes == 0) throw new CorpusException(path, "is empty. Remove it from the corpus, or write it again.");
        return new CorpusFile(path, name, bytes);
    }
}
