using System.Security.Cryptography;

namespace Cocoon.Training;

/// <summary>Size and SHA-256 of a file.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
public sealed record CheckpointFile(long Bytes, string Sha256)
{
    internal static CheckpointFile Of(string path)
    {
        using var stream = File.OpenRead(path);
        return new(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
