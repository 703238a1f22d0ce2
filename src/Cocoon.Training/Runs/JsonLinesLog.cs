using System.Text.Json;
using Cocoon.Text;

namespace Cocoon.Training;

/// <summary>An append-only file of JSON objects, one a line, that survives a kill: readers ignore a torn last line, <see cref="Rewind"/> removes what is too new.</summary>
public sealed class JsonLinesLog : IDisposable
{
    private readonly string _path;
    private FileStream _stream;

    /// <summary>Opens the log at its end; what a kill tore at the end of the last line is cut off.</summary>
    /// <param name="path">The file; created if it does not exist.</param>
    public JsonLinesLog(string path)
    {
        _path = path;
        CutTornLine(path);
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

    /// <summary>Keeps only some lines, durably; one that is no whole object goes too.</summary>
    public void Rewind(Predicate<JsonElement> keep)
    {
        _stream.Dispose();
        DurableFile.Write(_path, stream =>
        {
            foreach (var (line, value) in ReadLines(_path))
                if (keep(value)) stream.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        });
        _stream = Open();
    }

    /// <summary>Makes everything written durable.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();

    /// <summary>The objects of a file, in order; lines that are not whole objects are passed over.</summary>
    public static IEnumerable<JsonElement> Read(string path) => ReadLines(path).Select(l => l.Value);

    private static void CutTornLine(string path)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        long end = stream.Length;
        for (; end > 0; end--)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == '\n') break;
        }
        if (end < stream.Length) stream.SetLength(end);
    }

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
