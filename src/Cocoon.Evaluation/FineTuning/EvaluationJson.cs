using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>Writes and reads the JSON files of fine-tuning: what is misspelt or missing throws.</summary>
internal static class EvaluationJson
{
    private const long LargestFile = 1 << 26;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Writes a file, complete or not at all.</summary>
    public static void Write<T>(string path, T value) => DurableFile.Write(path, stream =>
    {
        JsonSerializer.Serialize(stream, value, s_options);
        stream.Write("\n"u8);
    });

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public static T Read<T>(string path)
    {
        if (new FileInfo(path).Length > LargestFile) throw new InvalidDataException($"{path}: more than 64 MiB; this file was not written by Cocoon.");
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), s_options) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: not what Cocoon writes there: {e.Message}", e);
        }
    }
}
