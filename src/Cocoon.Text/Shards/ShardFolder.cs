using System.Globalization;

namespace Cocoon.Text;

/// <summary>A folder of shards while it is written: what may stand in it, and who may write there.</summary>
/// <remarks>The marker says that the folder is unfinished, keeps other writers out, and holds the journal of the preparation.</remarks>
internal sealed class ShardFolder : IDisposable
{
    public const string MarkerName = "preparation-in-progress";
    public const string TemporarySuffix = ".tmp";
    private const string ShardPrefix = "shard-", ShardSuffix = ".tokens", RecordSuffix = ".documents.tsv";

    private ShardFolder(string path, FileStream marker) => (Path, Marker) = (path, marker);

    public string Path { get; }

    /// <summary>The open marker.</summary>
    public FileStream Marker { get; }

    public static string ShardName(int number) => string.Create(CultureInfo.InvariantCulture, $"{ShardPrefix}{number:D5}{ShardSuffix}");

    public static string RecordName(int number) => string.Create(CultureInfo.InvariantCulture, $"{ShardPrefix}{number:D5}{RecordSuffix}");

    /// <summary>Makes the folder ours: it must be new, empty, or an unfinished preparation.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="mayBeComplete">True if it may also be a complete set: one of two folders that are finished one after the other.</param>
    public static ShardFolder Claim(string folder, bool mayBeComplete = false)
    {
        Directory.CreateDirectory(folder);
        string marker = System.IO.Path.Combine(folder, MarkerName);
        var entries = Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal).ToList();
        bool complete = entries.Exists(e => System.IO.Path.GetFileName(e) == ManifestFile.Name);
        if (complete && !mayBeComplete)
            throw new ShardException(folder, "The folder already holds a complete shard set. Choose another folder, or delete this one first.");
        if (entries.Count > 0 && !complete && !File.Exists(marker))
            throw new ShardException(folder, "The folder is not empty and not an unfinished preparation. Choose another folder.");
        if (entries.Find(e => !IsOurs(System.IO.Path.GetFileName(e))) is { } foreign)
            throw new ShardException(folder, $"The unfinished preparation is not alone: '{System.IO.Path.GetFileName(foreign)}' is not one of our files. Move it away, or choose another folder.");
        return new ShardFolder(folder, OpenMarker(folder, marker));
    }

    /// <summary>Deletes what is unfinished: all but the first shards and their records.</summary>
    /// <param name="keep">Number of finished shards.</param>
    /// <returns>How many files were deleted.</returns>
    public int Clear(int keep)
    {
        var kept = Enumerable.Range(0, keep).SelectMany(shard => (string[])[ShardName(shard), RecordName(shard)])
            .Append(MarkerName).Append(ManifestFile.Name).ToHashSet(StringComparer.Ordinal);
        var unfinished = Directory.GetFiles(Path).Where(file => !kept.Contains(System.IO.Path.GetFileName(file))).ToList();
        unfinished.ForEach(File.Delete);
        string tokenizer = System.IO.Path.Combine(Path, ShardSet.TokenizerFolder);
        if (Directory.Exists(tokenizer)) Directory.Delete(tokenizer, recursive: true);
        return unfinished.Count;
    }

    /// <summary>Gives a finished file its name; after a crash it has all its bytes under that name, or still the temporary one.</summary>
    public static void Publish(string temporary, string final)
    {
        File.Move(temporary, final, overwrite: true);
        DurableFile.FlushDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(final))!);
    }

    /// <summary>Makes the folder a shard set, and takes the marker away.</summary>
    public void Commit(byte[] manifest)
    {
        DurableFile.Write(System.IO.Path.Combine(Path, ManifestFile.Name), stream => stream.Write(manifest));
        Marker.Dispose();
        File.Delete(System.IO.Path.Combine(Path, MarkerName));
        DurableFile.FlushDirectory(System.IO.Path.GetFullPath(Path));
    }

    public void Dispose() => Marker.Dispose();

    private static FileStream OpenMarker(string folder, string marker)
    {
        try
        {
            return new FileStream(marker, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(marker))
        {
            throw new ShardException(folder, $"Another preparation is writing here: {e.Message}", cause: e);
        }
    }

    private static bool IsOurs(string name)
    {
        if (name is MarkerName or ShardSet.TokenizerFolder or ManifestFile.Name || name.StartsWith(ManifestFile.Name + TemporarySuffix, StringComparison.Ordinal)) return true;
        if (name.EndsWith(TemporarySuffix, StringComparison.Ordinal)) name = name[..^TemporarySuffix.Length];
        int end = name.IndexOf('.', StringComparison.Ordinal);
        return end > ShardPrefix.Length
            && int.TryParse(name.AsSpan(ShardPrefix.Length..end), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && (name == ShardName(number) || name == RecordName(number));
    }
}
