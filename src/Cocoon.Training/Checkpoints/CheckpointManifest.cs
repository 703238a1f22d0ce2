using System.Text.Json;

namespace Cocoon.Training;

/// <summary>What a complete checkpoint consists of: each file's size and SHA-256. Written last, so a folder with a manifest is whole.</summary>
/// <param name="Format">Version of the layout.</param>
/// <param name="Step">Steps taken before the checkpoint: the step to go on with.</param>
/// <param name="Files">Every other file, by name.</param>
public sealed record CheckpointManifest(int Format, long Step, SortedDictionary<string, CheckpointFile> Files)
{
    /// <summary>Name of the manifest's own file.</summary>
    public const string FileName = "manifest.json";

    private const int CurrentFormat = 1;
    private const long LargestManifest = 1 << 20; // bytes

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Describes files of a folder.</summary>
    internal static CheckpointManifest Of(string folder, long step, IEnumerable<string> files)
    {
        var described = new SortedDictionary<string, CheckpointFile>(StringComparer.Ordinal);
        foreach (string file in files) described[file] = CheckpointFile.Of(Path.Combine(folder, file));
        return new(CurrentFormat, step, described);
    }

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    /// <summary>Reads a folder's manifest and compares every file with it.</summary>
    /// <exception cref="CheckpointException">Something is missing, cut, changed or unreadable; the message names the file.</exception>
    public static CheckpointManifest ReadAndVerify(string folder)
    {
        string path = Path.Combine(folder, FileName);
        var manifest = Read(path);
        foreach (var (name, expected) in manifest.Files)
        {
            string file = Path.Combine(folder, name);
            if (Path.GetFileName(name) != name || expected is null) throw new CheckpointException(path, $"lists '{name}' in a way that makes no sense");
            if (!File.Exists(file)) throw new CheckpointException(file, "is missing");
            if (Describe(file) is var found && found != expected)
                throw new CheckpointException(file, found.Bytes != expected.Bytes ? $"has {found.Bytes} bytes instead of {expected.Bytes}" : "is damaged: its SHA-256 is not the manifest's");
        }
        return manifest;
    }

    private static CheckpointFile Describe(string file)
    {
        try
        {
            return CheckpointFile.Of(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(file, $"cannot be read ({e.Message})");
        }
    }

    private static CheckpointManifest Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestManifest) throw new CheckpointException(path, "is too large for a manifest");
            var manifest = JsonSerializer.Deserialize<CheckpointManifest>(File.ReadAllBytes(path), s_json);
            if (manifest is not { Files.Count: > 0, Step: >= 0 }) throw new CheckpointException(path, "is not a checkpoint's manifest");
            return manifest.Format == CurrentFormat ? manifest : throw new CheckpointException(path, $"has format {manifest.Format}; this version reads {CurrentFormat}");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CheckpointException(path, $"cannot be read ({e.Message})");
        }
    }
}
