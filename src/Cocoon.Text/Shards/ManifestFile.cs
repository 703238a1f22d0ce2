using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Text;

/// <summary>The manifest as a file: JSON whose last property seals all bytes before it, so that a flipped bit is found in it too.</summary>
internal static class ManifestFile
{
    public const string Name = "manifest.json";
    private const int LargestFile = 64 << 20;
    private const string SealName = "sha256OfTheAbove";

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdef");

    private static readonly JsonSerializerOptions s_json = Json(indented: true);

    /// <summary>How our JSON is written and how strictly it is read.</summary>
    public static JsonSerializerOptions Json(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
        WriteIndented = indented,
        NewLine = "\n",
    };

    public static byte[] Serialize(ShardManifest manifest)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(manifest, s_json);
        body = body.AsSpan(0, body.AsSpan().LastIndexOf((byte)'}')).TrimEnd((byte)'\n').ToArray();
        return [.. body, .. Seal(body)];
    }

    public static ShardManifest Read(string path) => Parse(path, ReadBytes(path));

    /// <summary>Reads the bytes of a manifest and believes them only if they agree with their seal and each other.</summary>
    internal static ShardManifest Parse(string path, byte[] bytes)
    {
        int body = bytes.Length - Seal([]).Length;
        if (body < 1 || !bytes.AsSpan(body).SequenceEqual(Seal(bytes.AsSpan(0, body))))
            throw new ShardException(path, "The manifest does not match its own checksum. Restore the file or prepare the data again.", Math.Max(0, body));
        try
        {
            byte[] json = [.. bytes.AsSpan(0, body), (byte)'}'];
            var manifest = JsonSerializer.Deserialize<ShardManifest>(json, s_json) ?? throw new JsonException("null");
            Check(path, manifest);
            return manifest;
        }
        catch (JsonException e)
        {
            throw new ShardException(path, $"This is not the manifest of a shard set: {e.Message}", cause: e);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (stream.Length > LargestFile) throw new ShardException(path, $"A manifest of {stream.Length} bytes is not one of ours.");
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ShardException(path, "There is no manifest, so this is not a complete shard set. Prepare the data first.", cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShardException(path, $"The manifest cannot be read: {e.Message}", cause: e);
        }
    }

    private static byte[] Seal(ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetBytes($",\n  \"{SealName}\": \"{Convert.ToHexStringLower(SHA256.HashData(body))}\"\n}}\n");

    private static void Check(string path, ShardManifest manifest)
    {
        long documents = 0, tokens = 0;
        if (manifest.Format != ShardManifest.CurrentFormat)
            throw new ShardException(path, $"Format {manifest.Format}, but this program reads format {ShardManifest.CurrentFormat}. Prepare the data again.");
        if (manifest.Shards.Contains(null!) || manifest.Sources.Contains(null!) || manifest.Options.ContainsValue(null!))
            throw new ShardException(path, "An entry is null.");
        for (int i = 0; i < manifest.Shards.Count; i++)
        {
            CheckEntry(path, i, manifest.Shards[i]);
            documents += manifest.Shards[i].Documents;
            tokens += manifest.Shards[i].Tokens;
        }
        if (documents == 0 || documents != manifest.Documents || tokens != manifest.Tokens)
            throw new ShardException(path, $"The shards hold {documents} documents and {tokens} tokens, not {manifest.Documents} and {manifest.Tokens}.");
        if (manifest.VocabularySize < 1 || manifest.IdBytes is not (2 or 4) || manifest.Tokenizer.Length == 0)
            throw new ShardException(path, "The vocabulary size, the width of an id or the tokenizer is missing.");
    }

    /// <summary>Refuses an entry that cannot be; also one that a journal holds.</summary>
    internal static void CheckEntry(string path, int number, ShardEntry shard)
    {
        // Names are compared, not believed: a manifest cannot point outside its folder.
        if (shard.Name != ShardFolder.ShardName(number)) throw new ShardException(path, $"Shard {number} is called {ShardFolder.ShardName(number)}, not '{shard.Name}'.");
        if (shard.RecordName != ShardFolder.RecordName(number)) throw new ShardException(path, $"The documents of shard {number} are listed in {ShardFolder.RecordName(number)}, not '{shard.RecordName}'.");
        if (shard.Documents is < 1 or > int.MaxValue || shard.Tokens is < 1 or > int.MaxValue || shard.Bytes < 0 || shard.RecordBytes < 0)
            throw new ShardException(path, $"Shard {number} has impossible counts ({shard}).");
        if (!IsSha256(shard.Sha256) || !IsSha256(shard.RecordSha256)) throw new ShardException(path, $"Shard {number} has no SHA-256.");
    }

    private static bool IsSha256(string text) => text.Length == 2 * SHA256.HashSizeInBytes && !text.AsSpan().ContainsAnyExcept(s_hexDigits);
}
