using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Takes the text out of one line of a JSON lines file.</summary>
internal static class JsonLine
{
    /// <summary>The text in a field of the object on a line: a string, or several in an array.</summary>
    /// <param name="json">The line.</param>
    /// <param name="field">The field.</param>
    /// <param name="path">File and line, for messages.</param>
    /// <param name="line">The line's number.</param>
    /// <param name="option">Which option names the field, for messages.</param>
    /// <returns>The strings with line feeds between them, and where the second and later ones begin; null: there is one.</returns>
    public static (string Text, IReadOnlyList<int>? Cuts) Text(ReadOnlySpan<byte> json, string field, string path, long line, string option)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new CorpusException(path, $"line {line} is a JSON {Kind(reader.TokenType)}, not an object. Each line must be {{\"{field}\": \"...\"}}.");
            List<string>? texts = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadField(ref reader, field, path, line, option, ref texts);
            if (reader.Read()) throw new JsonException("more follows after the object");
            if (texts is null) throw new CorpusException(path, $"line {line} has no field \"{field}\". Name the field that holds the text with {option}.");
            return (string.Join('\n', texts), texts.Count < 2 ? null : Cuts(texts));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader reports an escape such as a lone surrogate.
            long at = (e as JsonException)?.BytePositionInLine ?? 0;
            throw new CorpusException(path, $"line {line}, byte {at} is not valid JSON: {e.Message} Repair or remove the line.", e);
        }
    }

    /// <summary>An object with one field, and a line feed.</summary>
    /// <param name="field">The field.</param>
    /// <param name="texts">One string, or several, which become an array.</param>
    public static byte[] Write(string field, params ReadOnlySpan<string> texts)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(field);
            if (texts.Length != 1) writer.WriteStartArray();
            foreach (string text in texts) writer.WriteStringValue(text);
            if (texts.Length != 1) writer.WriteEndArray();
            writer.WriteEndObject();
        }
        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static int[] Cuts(List<string> texts)
    {
        int[] cuts = new int[texts.Count - 1];
        for (int i = 0, at = 0; i < cuts.Length; i++) cuts[i] = at += texts[i].Length + 1;
        return cuts;
    }

    private static void ReadField(ref Utf8JsonReader reader, string field, string path, long line, string option, ref List<string>? texts)
    {
        bool wanted = reader.ValueTextEquals(field);
        reader.Read();
        if (!wanted) { reader.Skip(); return; }
        if (texts is not null) throw new CorpusException(path, $"line {line} has the field \"{field}\" twice. Keep one.");
        texts = [];
        bool several = reader.TokenType == JsonTokenType.StartArray;
        while (!several || (reader.Read() && reader.TokenType != JsonTokenType.EndArray))
        {
            if (reader.TokenType != JsonTokenType.String)
                throw new CorpusException(path, $"line {line}: {(several ? "among the texts of " : "")}the field \"{field}\" is a JSON {Kind(reader.TokenType)}, not a string. Name the field that holds the text with {option}.");
            texts.Add(reader.GetString()!);
            if (!several) return;
        }
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
