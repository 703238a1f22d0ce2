using System.IO.Compression;
using System.Text;

namespace Cocoon.Testing;

/// <summary>A folder for one test, gone after it.</summary>
public sealed class ScratchFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("cocoon-test-").FullName;

    /// <summary>A path in it, with forward slashes in <paramref name="name"/>.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes text as UTF-8 without a mark and returns its path; folders are made as needed.</summary>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes and returns their path; folders are made as needed.</summary>
    public string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    /// <summary>Text compressed with gzip.</summary>
    public static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
