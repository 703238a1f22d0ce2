using System.Text.Json;

namespace Cocoon.Evaluation;

/// <summary>Reads the JSON files of tasks whole, strictly: nothing missing, null or given twice where a value is expected.</summary>
internal static class TaskJson
{
    private const int LargestFile = 1 << 30;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
    };

    /// <summary>The content of a file, and its bytes.</summary>
    /// <param name="path">The file, up to 1 GiB of UTF-8, with or without a byte order mark.</param>
    /// <param name="layout">What it should be, for the complaint.</param>
    /// <exception cref="TaskDataException">It cannot be read, or is something else.</exception>
    public static (T Content, byte[] Bytes) Read<T>(string path, string layout) where T : class
    {
        byte[] bytes = ReadAll(path);
        int mark = bytes.AsSpan().StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? 3 : 0;
        bytes.AsSpan(0, mark).Fill((byte)' ');   // offsets stay those of the file
        try
        {
            return (JsonSerializer.Deserialize<T>(bytes, s_json) ?? throw new TaskDataException(path, $"holds null. Expected: {layout}."), bytes);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader reports an escape such as a lone surrogate.
            string place = (e as JsonException)?.LineNumber is { } line ? new ExamplePlace(path, line + 1).ToString() : path;
            throw new TaskDataException(place, $"{e.Message} Expected: {layout}.");
        }
    }

    private static byte[] ReadAll(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length <= LargestFile ? File.ReadAllBytes(path) : throw new TaskDataException(path, $"holds {length:N0} bytes, more than {LargestFile:N0}. Divide it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TaskDataException(path, $"cannot be read: {e.Message} Check the name.");
        }
    }
}
