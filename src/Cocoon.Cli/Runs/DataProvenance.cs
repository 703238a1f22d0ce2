using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Cli;

/// <summary>Which prepared text a run used.</summary>
/// <param name="Folder">Where it lay, as an absolute path.</param>
/// <param name="Documents">Number of documents.</param>
/// <param name="Tokens">Number of tokens.</param>
/// <param name="Fingerprint">SHA-256 over the SHA-256 of its shards, 64 hexadecimal digits: equal fingerprints hold equal tokens.</param>
public sealed record DataProvenance(string Folder, long Documents, long Tokens, string Fingerprint)
{
    /// <summary>Facts about opened text.</summary>
    public static DataProvenance Of(PreparedData data) =>
        new(Path.GetFullPath(data.Shards.Folder), data.Shards.Documents, data.Shards.Tokens, FingerprintOf(data));

    /// <summary>Opens the text again, and refuses other text in its place.</summary>
    /// <param name="elsewhere">Where it lies now, if it was moved.</param>
    /// <exception cref="InvalidDataException">Other text lies there.</exception>
    public PreparedData Open(string? elsewhere)
    {
        string folder = elsewhere ?? Folder;
        if (!Directory.Exists(folder)) throw new InvalidDataException($"{folder}: the prepared text of this run is not there. If it was moved, name its folder with --data (or --eval-data).");
        var data = PreparedData.Open(folder);
        if (FingerprintOf(data) == Fingerprint) return data;
        data.Dispose();
        throw new InvalidDataException($"{folder}: this is other text than the run began with ({Documents:N0} documents, {Tokens:N0} tokens, fingerprint {Fingerprint[..16]}…). Name the folder of the original text with --data (or --eval-data).");
    }

    private static string FingerprintOf(PreparedData data) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', data.Shards.Manifest.Shards.Select(s => s.Sha256)))));
}
