using System.Globalization;
using System.Text;

namespace Cocoon.Text;

/// <summary>What may stand in a folder of shards, and who may write there.</summary>
internal static class ShardFolder
{
    public const string MarkerName = "preparation-in-progress";
    public const string TemporarySuffix = ".tmp";
    private const string MarkerText = "Shards are being prepared here. Without manifest.json beside it this folder is not a shard set; preparing again starts over.\n";

    public static string ShardName(int number) => string.Create(CultureInfo.InvariantCulture, $"shard-{number:D5}.tokens");

    /// <summary>Makes the folder ours: it must be new, empty, or our own unfinished preparation, which is cleared away.</summary>
    /// <returns>The open marker, which keeps other writers out, and how many unfinished files were removed.</returns>
    public static (FileStream Marker, int Removed) Claim(string folder)
    {
        Directory.CreateDirectory(folder);
        string marker = Path.Combine(folder, MarkerName);
        var entries = Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal).ToList();
        if (entries.Exists(e => Path.GetFileName(e) == ManifestFile.Name))
            throw new ShardException(folder, "The folder already holds a complete shard set. Choose another folder, or delete this one first.");
        if (entries.Count > 0 && !File.Exists(marker))
            throw new ShardException(folder, "The folder is not empty and not an unfinished preparation. Choose another folder.");
        if (entries.Find(e => !IsOurs(Path.GetFileName(e))) is { } foreign)
            throw new ShardException(folder, $"The unfinished preparation is not alone: '{Path.GetFileName(foreign)}' is not one of our files. Move it away, or choose another folder.");

        var stream = OpenMarker(folder, marker);
        stream.Write(Encoding.ASCII.GetBytes(MarkerText));
        stream.Flush(flushToDisk: true);
        entries.Remove(marker);
        foreach (string unfinished in entries) File.Delete(unfinished);
        return (stream, entries.Count);
    }

    /// <summary>Gives a finished file its name; after a crash it has all its bytes under that name, or still the temporary one.</summary>
    public static void Publish(string temporary, string final)
    {
        File.Move(temporary, final, overwrite: true);
        DurableFile.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(final))!);
    }

    /// <summary>Makes the folder a shard set, and takes the marker away.</summary>
    public static void Commit(string folder, byte[] manifest, FileStream marker)
    {
        DurableFile.Write(Path.Combine(folder, ManifestFile.Name), stream => stream.Write(manifest));
        marker.Dispose();
        File.Delete(Path.Combine(folder, MarkerName));
        DurableFile.FlushDirectory(Path.GetFullPath(folder));
    }

    private static FileStream OpenMarker(string folder, string marker)
    {
        try
        {
            return new FileStream(marker, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException e) when (File.Exists(marker))
        {
            throw new ShardException(folder, $"Another preparation is writing here: {e.Message}", cause: e);
        }
    }

    private static bool IsOurs(string name)
    {
        if (name == MarkerName || name.StartsWith(ManifestFile.Name + TemporarySuffix, StringComparison.Ordinal)) return true;
        if (name.EndsWith(TemporarySuffix, StringComparison.Ordinal)) name = name[..^TemporarySuffix.Length];
        return name.StartsWith("shard-", StringComparison.Ordinal)
            && name.EndsWith(".tokens", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan("shard-".Length..^".tokens".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && name == ShardName(number);
    }
}
