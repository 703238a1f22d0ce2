using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Takes the text out of one line of a JSON lines file.</summary>
internal static class JsonLine
{
    /// <summary>The string in the field <paramref name="field"/> of the object on this line.</summary>
    public static string Text(ReadOnlySpan<byte> json, string field, string path, long line)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new CorpusException(path, $"line {line} is a JSON {Kind(reader.TokenType)}, not an object. Each line must be {{\"{field}\": \"...\"}}.");
            string? text = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadField(ref reader, field, path, line, ref text);
            if (reader.Read()) throw new JsonException("more follows after the object");
            return text ?? throw new CorpusException(path, $"line {line} has no field \"{field}\". Name the field that holds the text with CorpusOptions.TextField.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader reports an escape such as a lone surrogate.
            long at = (e as JsonException)?.BytePositionInLine ?? 0;
            throw new CorpusException(path, $"line {line}, byte {at} is not valid JSON: {e.Message} Repair or remove the line.", e);
        }
    }

    /// <summary>An object with one field, and a line feed.</summary>
    public static byte[] Write(string field, string text)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString(field, text);
            writer.WriteEndObject();
        }
        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static void ReadField(ref Utf8JsonReader reader, string field, string path, long line, ref string? text)
    {
        bool wanted = reader.ValueTextEquals(field);
        reader.Read();
        if (!wanted) { reader.Skip(); return; }
        if (reader.TokenType != JsonTokenType.String)
            throw new CorpusException(path, $"line {line}: the field \"{field}\" is a JSON {Kind(reader.TokenType)}, not a string. Name the field that holds the text with CorpusOptions.TextField.");
        if (text is not null) throw new CorpusException(path, $"line {line} has the field \"{field}\" twice. Keep one.");
        text = reader.GetString();
    }

    private static string Kind(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "array",
        JsonTokenType.StartObject => "object",
        JsonTokenType.Number => "number",
        JsonTokenType.True or JsonTokenType.False => "boolean",
        JsonTokenType.Null => "null",
        _ => "string",
    };
}
