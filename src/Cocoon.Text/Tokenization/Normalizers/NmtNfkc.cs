using System.Text;

namespace Cocoon.Text;

/// <summary>The rules that SentencePiece calls <c>nmt_nfkc</c> and trains with by default: Unicode's NFKC, spaces of all kinds become a space, control characters go.</summary>
/// <remarks>
/// Built like the reference's <c>Builder::BuildNmtNFKCMap</c>: every character that NFKC changes, and every sequence of characters that composes into
/// another. Unicode's tables are those of the machine; a trained model carries its own copy of the rules.
/// </remarks>
internal static class NmtNfkc
{
    /// <summary>What the rules are called in files.</summary>
    public const string Name = "nmt_nfkc";

    private const string Spaces = "\t\n\f\r\u1680\u200B\u200C\u200E\u200F\u2028\u2029\u2581\uFEFF\uFFFD";
    private const string Removed = "\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F\u008F\u009F";
    private const char FullwidthTilde = '\uFF5E'; // left alone

    // Beyond the third plane no character decomposes.
    private const int LastDecomposable = 0x2FFFF;

    private static readonly Lazy<byte[]> s_compiled = new(() => PrecompiledMap.Compile(Rules()));

    /// <summary>The rules in their binary form.</summary>
    public static ReadOnlyMemory<byte> Compiled => s_compiled.Value;

    /// <summary>The rules.</summary>
    public static Dictionary<string, string> Rules()
    {
        var single = new Dictionary<string, string>(StringComparer.Ordinal);
        var originals = new Dictionary<string, List<string>>(StringComparer.Ordinal); // characters by the one character they decompose to
        var sequences = new SortedSet<string>(StringComparer.Ordinal);
        for (int c = 1; c <= LastDecomposable; c++)
        {
            if (c is >= 0xD800 and <= 0xDFFF or >= 0xFDD0 and <= 0xFDEF || (c & 0xFFFE) == 0xFFFE) continue;
            string text = char.ConvertFromUtf32(c);
            string composed = text.Normalize(NormalizationForm.FormKC);
            if (composed != text) single.Add(text, composed);
            string decomposed = text.Normalize(NormalizationForm.FormKD);
            if (CodePoints(decomposed) > 1) sequences.Add(decomposed);
            else if (originals.TryGetValue(decomposed, out var list)) list.Add(text);
            else originals.Add(decomposed, [text]);
        }

        var composing = new List<(string From, string To)>();
        foreach (string sequence in sequences)
        {
            string composed = sequence.Normalize(NormalizationForm.FormC);
            if (composed == sequence) continue;
            foreach (string spelled in Spellings(sequence, originals))
                if (spelled != composed) composing.Add((spelled, composed));
        }

        foreach (char space in Spaces) single[$"{space}"] = " ";
        foreach (char removed in Removed) single[$"{removed}"] = "";
        single.Remove($"{FullwidthTilde}");
        return WithoutRedundant(single, composing);
    }

    private static List<string> Spellings(string sequence, Dictionary<string, List<string>> originals)
    {
        List<string> spellings = [""];
        foreach (var rune in sequence.EnumerateRunes())
            spellings = [.. spellings.SelectMany(_ => originals[rune.ToString()], (start, next) => start + next)];
        return spellings;
    }

    /// <summary>Adds the sequences, short ones first, that the shorter rules do not already turn into the same.</summary>
    private static Dictionary<string, string> WithoutRedundant(Dictionary<string, string> rules, List<(string From, string To)> composing)
    {
        foreach (var group in composing.GroupBy(rule => CodePoints(rule.From)).OrderBy(group => group.Key))
            foreach (var (from, to) in group.Where(rule => Apply(rules, rule.From) != rule.To).ToList()) rules[from] = to;
        return rules;
    }

    private static string Apply(Dictionary<string, string> rules, string text)
    {
        var result = new StringBuilder();
        int[] starts = [.. CharacterStarts(text), text.Length];
        for (int at = 0; at < starts.Length - 1;)
        {
            int end = starts.Length - 1;
            string? to = null;
            while (end > at && !rules.TryGetValue(text[starts[at]..starts[end]], out to)) end--;
            result.Append(to ?? text[starts[at]..starts[at + 1]]);
            at = to is null ? at + 1 : end;
        }

        return result.ToString();
    }

    private static IEnumerable<int> CharacterStarts(string text) =>
        Enumerable.Range(0, text.Length).Where(i => !char.IsLowSurrogate(text[i]));

    private static int CodePoints(string text) => text.Count(c => !char.IsLowSurrogate(c));
}
