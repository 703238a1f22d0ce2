using System.Text;

namespace Cocoon.Cli;

/// <summary>Texts given to a command: on its command line, or line by line in a file or on standard input.</summary>
internal static class InputLines
{
    /// <summary>The texts given; without any, each line of a file; without a file, each line of standard input.</summary>
    /// <param name="given">Texts of the command line.</param>
    /// <param name="file">A UTF-8 file; null: standard input.</param>
    /// <param name="progress">Told how far a file is read; null: nobody is.</param>
    /// <exception cref="UsageException">Both are given.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IEnumerable<string> Read(IReadOnlyList<string> given, FileInfo? file = null, ProgressLine? progress = null)
    {
        if (given.Count > 0 && file is not null) throw new UsageException("Give either texts or --file, not both.");
        return given.Count > 0 ? given : file is null ? Lines(Console.OpenStandardInput(), "standard input", null) : Lines(file.OpenRead(), file.FullName, progress);
    }

    private static IEnumerable<string> Lines(Stream stream, string name, ProgressLine? progress)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        for (long line = 1; Next(reader, name, line) is { } text; line++)
        {
            progress?.Show(stream.Position, stream.Length, $"line {line:N0}");
            yield return text;
        }
    }

    private static string? Next(StreamReader reader, string name, long line)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{name}, at or after line {line}: not UTF-8. Convert it first, for example with iconv -t UTF-8.", e);
        }
    }
}
