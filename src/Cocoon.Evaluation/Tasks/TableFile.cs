using System.IO.Compression;
using System.Text;

namespace Cocoon.Evaluation;

/// <summary>Reads tables by the ends of their names: <c>.tsv</c>, <c>.txt</c>, <c>.csv</c>, <c>.jsonl</c>, <c>.json</c> (one object a line), and <c>.gz</c> of each.</summary>
public static class TableFile
{
    private const int LongestLine = 1 << 26; // characters

    /// <summary>Ends of the names of files that can be read, without <c>.gz</c>.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".tsv", ".csv", ".jsonl", ".json", ".txt"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="TaskDataException">It is missing, empty, not UTF-8, or not in its format.</exception>
    public static LabelledTable Read(string file)
    {
        if (!File.Exists(file)) throw new TaskDataException(file, "there is no such file.");
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        bool packed = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        using Stream content = packed ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var reader = new StreamReader(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        var lines = Lines(file, reader);
        LabelledTable table = Path.GetExtension(packed ? file[..^3] : file).ToLowerInvariant() switch
        {
            ".tsv" or ".txt" => new(file, null, [.. Nonempty(lines).Select(l => new LabelledRow(l.Line, l.Text.Split('\t')))]),
            ".csv" => new(file, null, CommaSeparated.Rows(file, lines)),
            ".jsonl" or ".json" or ".ndjson" => JsonRows.Read(file, Nonempty(lines)),
            var other => throw new TaskDataException(file, $"files that end in '{other}' cannot be read. Use .tsv, .csv or .jsonl (one object a line), or .gz of one of them."),
        };
        return table.Rows.Count > 0 ? table : throw new TaskDataException(file, "the file holds nothing.");
    }

    private static IEnumerable<(long Line, string Text)> Nonempty(IEnumerable<(long Line, string Text)> lines) => lines.Where(l => !string.IsNullOrWhiteSpace(l.Text));

    private static IEnumerable<(long Line, string Text)> Lines(string file, StreamReader reader)
    {
        for (long line = 1; Next(file, reader, line) is { } text; line++)
        {
            if (text.Length > LongestLine) throw new TaskDataException($"{file}, line {line}", $"the line has {text.Length:N0} characters. Divide its text.");
            yield return (line, text);
        }
    }

    private static string? Next(string file, StreamReader reader, long line)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw new TaskDataException($"{file}, at or after line {line}", "this is not UTF-8. Convert the file, for example with iconv -t UTF-8.");
        }
        catch (InvalidDataException e)
        {
            throw new TaskDataException($"{file}, at or after line {line}", $"the compressed data is damaged ({e.Message}). Fetch the file again.");
        }
    }
}
