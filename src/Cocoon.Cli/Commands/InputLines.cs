using System.Text;

namespace Cocoon.Cli;

/// <summary>Text given to a command: on its command line, or line by line on standard input.</summary>
internal static class InputLines
{
    /// <summary>The text given, or each line of standard input.</summary>
    /// <exception cref="InvalidDataException">Standard input is not UTF-8.</exception>
    public static IEnumerable<string> Read(string? given)
    {
        if (given is not null)
        {
            yield return given;
            yield break;
        }
        using var reader = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        for (long line = 1; Next(reader, line) is { } text; line++) yield return text;
    }

    private static string? Next(StreamReader reader, long line)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"standard input, at or after line {line}: not UTF-8. Convert it first, for example with iconv -t UTF-8.", e);
        }
    }
}
