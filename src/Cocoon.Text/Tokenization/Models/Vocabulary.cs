using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Text;

/// <summary>What a list of tokens must satisfy, and its fingerprint.</summary>
internal static class Vocabulary
{
    /// <summary>Longest token accepted, in UTF-16 code units: far above what words of 100 code points can use.</summary>
    public const int MaxTokenLength = 256;

    /// <summary>The special tokens, in the order in which a new vocabulary begins.</summary>
    public static string[] SpecialTexts { get; } = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>The first token that cannot be used, and why with what to do; null if all are fine.</summary>
    public static (int Id, string What)? FirstProblem(ReadOnlySpan<string> tokens)
    {
        var seen = new Dictionary<string, int>(tokens.Length, StringComparer.Ordinal);
        for (int id = 0; id < tokens.Length; id++)
        {
            string token = tokens[id];
            if (token.Length == 0) return (id, "the token is empty. Remove it only if no model was trained with it: ids would shift.");
            if (token.Length > MaxTokenLength) return (id, $"the token has {token.Length:N0} characters; at most {MaxTokenLength} make sense. Is this a vocabulary?");
            if (token.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0) return (id, "the token contains a line break or NUL, which vocab.txt cannot hold. Remove it.");
            if (!seen.TryAdd(token, id)) return (id, $"the token \"{token}\" is a duplicate of token {seen[token]}. Every token must occur once.");
        }

        foreach (string special in SpecialTexts)
            if (!seen.ContainsKey(special)) return (tokens.Length, $"the special token {special} is missing. Add it, or choose a WordPiece vocabulary of BERT's kind.");
        return null;
    }

    /// <summary>SHA-256 over the options and the tokens, each with its length in front.</summary>
    public static string Fingerprint(ReadOnlySpan<string> tokens, WordPieceOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(
            $"wordpiece 1 lowercase={options.Lowercase} strip_accents={options.StripsAccents} clean={options.CleanText} " +
            $"chinese={options.SeparateChinese} max={options.MaxWordLength} tokens={tokens.Length}\n"));
        byte[] buffer = new byte[4 + 3 * MaxTokenLength];
        foreach (string token in tokens)
        {
            int bytes = Encoding.UTF8.GetBytes(token, buffer.AsSpan(4));
            BinaryPrimitives.WriteInt32LittleEndian(buffer, bytes);
            hash.AppendData(buffer, 0, 4 + bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
