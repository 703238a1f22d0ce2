using System.IO.Compression;
using System.Text;

namespace Cocoon.Evaluation;

/// <summary>Reads the lines of a task's text file, plain or <c>.gz</c>.</summary>
internal static class TaskLines
{
    private const int LongestLine = 1 << 26; // characters

    /// <summary>The lines of a UTF-8 file with their numbers, from 1; lazily, so that a long file is never in memory whole.</summary>
    /// <exception cref="TaskDataException">The file is missing, damaged or not UTF-8.</exception>
    public static IEnumerable<(long Line, string Text)> Read(string file)
    {
        if (!File.Exists(file)) throw new TaskDataException(file, "there is no such file.");
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        using Stream content = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var reader = new StreamReader(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
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
