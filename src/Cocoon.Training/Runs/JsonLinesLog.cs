using System.Text.Json;
using Cocoon.Text;

namespace Cocoon.Training;

/// <summary>An append-only file of JSON objects, one a line, that survives a kill: readers ignore a torn last line, <see cref="Rewind"/> removes what is too new.</summary>
public sealed class JsonLinesLog : IDisposable
{
    private readonly string _path;
    private FileStream _stream;

    /// <param name="path">The file; created if it does not exist.</param>
    public JsonLinesLog(string path)
    {
        _path = path;
        _stream = Open();
    }

    /// <summary>Adds a line and hands it to the system.</summary>
    public void Write(Action<Utf8JsonWriter> content)
    {
        var line = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line)) content(json);
        _stream.Write(line.WrittenSpan);
        _stream.Write("\n"u8);
        _stream.Flush();
    }

    /// <summary>Keeps only the lines whose number <paramref name="field"/> is below a bound, durably; a torn line goes too.</summary>
    public void Rewind(string field, long bound)
    {
        var kept = ReadLines(_path).Where(l => l.Value.TryGetProperty(field, out var v) && v.TryGetInt64(out long n) && n < bound).Select(l => l.Line).ToList();
        _stream.Dispose();
        DurableFile.Write(_path, stream =>
        {
            foreach (string line in kept) stream.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        });
        _stream = Open();
    }

    /// <summary>Makes everything written durable.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();

    /// <summary>The objects of a file, in order; lines that are not whole objects are passed over.</summary>
    public static IEnumerable<JsonElement> Read(string path) => ReadLines(path).Select(l => l.Value);

    private static IEnumerable<(string Line, JsonElement Value)> ReadLines(string path)
    {
        if (!File.Exists(path)) yield break;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line)
            if (TryParse(line) is { ValueKind: JsonValueKind.Object } value)
                yield return (line, value);
    }

    private static JsonElement TryParse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default; // torn by a kill
        }
    }

    private FileStream Open() => new(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
}
