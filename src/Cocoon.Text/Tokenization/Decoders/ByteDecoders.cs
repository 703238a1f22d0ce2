using System.Globalization;
using System.Text;

namespace Cocoon.Text;

/// <summary>Joins byte-level tokens and reads their bytes as UTF-8; what is not valid becomes U+FFFD.</summary>
internal sealed class ByteLevelDecoder : ITokenDecoder
{
    public void Decode(List<string> tokens)
    {
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            // A token with any other character, as an added token may have, stands for its own text.
            if (token.All(c => ByteCharacters.ByteOf(c) >= 0)) bytes.AddRange(token.Select(c => (byte)ByteCharacters.ByteOf(c)));
            else bytes.AddRange(Encoding.UTF8.GetBytes(token));
        }

        tokens.Clear();
        tokens.Add(Encoding.UTF8.GetString([.. bytes]));
    }
}

/// <summary>Runs of byte tokens, written &lt;0x0A&gt;, become text; a run that is not UTF-8 becomes one U+FFFD a byte.</summary>
internal sealed class ByteFallbackDecoder : ITokenDecoder
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public void Decode(List<string> tokens)
    {
        var decoded = new List<string>(tokens.Count);
        var run = new List<byte>();
        foreach (string token in tokens)
        {
            if (ByteOf(token) is { } value)
            {
                run.Add(value);
                continue;
            }

            Flush(run, decoded);
            decoded.Add(token);
        }

        Flush(run, decoded);
        tokens.Clear();
        tokens.AddRange(decoded);
    }

    private static byte? ByteOf(string token) =>
        token is ['<', '0', 'x', _, _, '>'] && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : null;

    private static void Flush(List<byte> run, List<string> decoded)
    {
        if (run.Count == 0) return;
        byte[] bytes = [.. run];
        run.Clear();
        if (System.Text.Unicode.Utf8.IsValid(bytes)) decoded.Add(s_strict.GetString(bytes));
        else foreach (byte _ in bytes) decoded.Add("\uFFFD");
    }
}
