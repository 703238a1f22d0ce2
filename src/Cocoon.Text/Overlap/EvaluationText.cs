using System.Text;
using System.Text.Json;

namespace Cocoon.Text;

/// <summary>The pieces of text in the files of an evaluation set, whatever its layout.</summary>
/// <remarks>
/// Of <c>.json</c> and <c>.jsonl</c> every string value is a piece; of any other file, every field of every line, divided by tabulators.
/// All may be compressed (<c>.gz</c>). A file is read whole, up to 1 GiB.
/// </remarks>
internal static class EvaluationText
{
    private const int LargestFile = 1 << 30;

    /// <summary>The pieces of a file, in order, each with its line from 1.</summary>
    /// <exception cref="CorpusException">The file cannot be read or is not text.</exception>
    public static void Read(string path, Action<string, long> piece)
    {
        byte[] bytes = ReadAll(path);
        int mark = StrictUtf8.SkipMark(bytes, path);
        StrictUtf8.Check(bytes, path, 0, 1);
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) ReadJson(bytes.AsSpan(mark), path, 1, piece);
        else ReadLines(bytes.AsSpan(mark), path, name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase), piece);
    }

    private static void ReadLines(ReadOnlySpan<byte> bytes, string path, bool isJson, Action<string, long> piece)
    {
        for (long line = 1; !bytes.IsEmpty; line++)
        {
            int end = bytes.IndexOf((byte)'\n');
            var text = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (text.Trim(" \t\r"u8).IsEmpty) continue;
            if (isJson) ReadJson(text, path, line, piece);
            else foreach (string field in Encoding.UTF8.GetString(text).Split('\t')) piece(field, line);
        }
    }

    private static void ReadJson(ReadOnlySpan<byte> json, string path, long line, Action<string, long> piece)
    {
        long counted = 0;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.String) continue;
                line += json[(int)counted..(int)reader.TokenStartIndex].Count((byte)'\n');
                counted = reader.TokenStartIndex;
                piece(reader.GetString()!, line);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader reports an escape such as a lone surrogate.
            throw new CorpusException(path, $"line {line + ((e as JsonException)?.LineNumber ?? 0)} or after it is not valid JSON: {e.Message} Repair the file, or name the right one.", e);
        }
    }

    private static byte[] ReadAll(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipInput(path, file) : file;
            using var bytes = new MemoryStream();
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                if (bytes.Length + read > LargestFile) throw new CorpusException(path, $"holds more than {LargestFile:N0} bytes. Divide it, and name the parts.");
                bytes.Write(buffer, 0, read);
            }
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException and not CorpusException or UnauthorizedAccessException)
        {
            throw new CorpusException(path, $"cannot be read: {e.Message} Check the name.", e);
        }
    }
}
