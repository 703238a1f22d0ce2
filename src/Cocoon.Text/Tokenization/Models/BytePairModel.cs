using System.Globalization;
using System.Text;

namespace Cocoon.Text;

/// <summary>Byte pair encoding: a word is spelled with characters (or bytes), and neighbors merge in the order that was learned.</summary>
/// <remarks>Sennrich et al. 2016, arXiv:1508.07909; with bytes, Radford et al. 2019. As the Hugging Face library's BPE does it, without dropout.</remarks>
internal sealed class BytePairModel : ITokenModel
{
    private readonly Dictionary<int, int> _characters = [];   // 4 · code point + place → id
    private readonly int[] _bytes = new int[256], _fallback = new int[256];

    /// <param name="tokens">The vocabulary.</param>
    /// <param name="merges">Pairs of tokens in the order in which they merge.</param>
    /// <param name="options">How words are spelled.</param>
    /// <exception cref="ArgumentException">A merge or the unknown token is not in the vocabulary; the message names it.</exception>
    public BytePairModel(TokenTable tokens, IReadOnlyList<(string Left, string Right)> merges, BytePairOptions options)
    {
        (Tokens, Options, Pairs) = (tokens, options, merges);
        Unknown = options.Unknown is null ? -1 : tokens.IdOf(options.Unknown);
        if (options.Unknown is not null && Unknown < 0) throw new ArgumentException($"the unknown token \"{options.Unknown}\" is not in the vocabulary.");
        Merges = new MergeTable([.. merges.Select((pair, rank) => Merge(pair, rank))]);
        for (int id = 0; id < tokens.Size; id++) AddCharacter(id);
        for (int b = 0; b < 256; b++)
        {
            _bytes[b] = tokens.IdOf([ByteCharacters.Of((byte)b)]);
            _fallback[b] = options.ByteFallback ? tokens.IdOf(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>")) : -1;
        }
    }

    public TokenTable Tokens { get; }

    public int Unknown { get; }

    public BytePairOptions Options { get; }

    /// <summary>The merges as they were given.</summary>
    public IReadOnlyList<(string Left, string Right)> Pairs { get; }

    public MergeTable Merges { get; }

    /// <summary>Whether every byte has a token and words are spelled plainly, so that bytes need not become characters first.</summary>
    public bool SpellsBytes => Array.TrueForAll(_bytes, id => id >= 0) && Options is { Prefix.Length: 0, Suffix.Length: 0 };

    public IWordEncoder CreateEncoder() => new BytePairEncoder(this, bytes: false);

    /// <summary>An encoder of words that are still text: the same pieces as <see cref="CreateEncoder"/> gives for their bytes as characters.</summary>
    public IWordEncoder CreateByteEncoder() => new BytePairEncoder(this, bytes: true);

    /// <summary>The token of a byte.</summary>
    public int OfByte(byte value) => _bytes[value];

    /// <summary>The token that stands for a byte of an unknown character, or −1.</summary>
    public int OfFallback(byte value) => _fallback[value];

    /// <summary>The token of a character at its place in a word, or −1.</summary>
    public int OfCharacter(int codePoint, bool first, bool last) => _characters.GetValueOrDefault(Key(codePoint, first, last), -1);

    private static int Key(int codePoint, bool first, bool last) => 4 * codePoint + (first ? 1 : 0) + (last ? 2 : 0);

    private (int, int, int) Merge((string Left, string Right) pair, int rank)
    {
        string right = pair.Right.StartsWith(Options.Prefix, StringComparison.Ordinal) ? pair.Right[Options.Prefix.Length..] : pair.Right;
        return (Id(pair.Left), Id(pair.Right), Id(pair.Left + right));

        int Id(string token) => Tokens.IdOf(token) is >= 0 and int id ? id
            : throw new ArgumentException($"merge {rank} (\"{pair.Left}\" \"{pair.Right}\") needs the token \"{token}\", which is not in the vocabulary.");
    }

    private void AddCharacter(int id)
    {
        if (Tokens[id] is not { } token) return;
        foreach (bool first in (ReadOnlySpan<bool>)[true, false])
            foreach (bool last in (ReadOnlySpan<bool>)[true, false])
            {
                string prefix = first ? "" : Options.Prefix, suffix = last ? Options.Suffix : "";
                if (token.Length <= prefix.Length + suffix.Length || !token.StartsWith(prefix, StringComparison.Ordinal) || !token.EndsWith(suffix, StringComparison.Ordinal)) continue;
                var middle = token.AsSpan(prefix.Length, token.Length - prefix.Length - suffix.Length);
                if (Rune.DecodeFromUtf16(middle, out var rune, out int consumed) == System.Buffers.OperationStatus.Done && consumed == middle.Length)
                    _characters[Key(rune.Value, first, last)] = id;
            }
    }
}
