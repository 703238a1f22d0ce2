using System.Globalization;
using System.Text.RegularExpressions;

namespace Cocoon.Text;

/// <summary>A regular expression, matched as the reference library matches it: by code points, with its own Unicode tables.</summary>
/// <remarks>
/// .NET matches UTF-16 code units with the categories of the runtime's Unicode version. Where a text has a code point for which that differs,
/// it is exchanged for one of the same category before matching. A match that takes longer than ten seconds ends in a <see cref="RegexMatchTimeoutException"/>.
/// </remarks>
internal sealed class RegexPattern : ITextPattern
{
    // A rarely used character of each category, in the order of UnicodeCategory; for symbols that count as letters in words, see Substitute.
    private const string Substitutes = "\u10A0\u1D00\u1F88\uA4F8\uA000\uA6F0\uA880\uA670\uA620\uA6E6\uA830\u3000\u2028\u2029\u0085\uFFF9\uFFFD\uE000\uFE33\uFE58\uFE59\uFE5A\u2E02\u2E03\uA673\uFE62\uA838\uA700\uA490\uFFFF";

    private static readonly CharacterClasses s_classes = CharacterClasses.Instance;
    private readonly Lazy<Regex> _regex;   // compiled when it is first needed: a file that is only looked at costs nothing

    /// <exception cref="ArgumentException">The expression is not valid or not supported; the message says why.</exception>
    public RegexPattern(string expression)
    {
        string translated = RegexTranslation.Translate(expression);
        _ = new Regex(translated, RegexOptions.CultureInvariant);
        _regex = new Lazy<Regex>(() => new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.Compiled, TimeSpan.FromSeconds(10)));
    }

    /// <summary>The expression as a pattern; GPT-2's is found by hand.</summary>
    /// <exception cref="ArgumentException">The expression is not valid or not supported; the message says why.</exception>
    public static ITextPattern Of(string expression) => expression == Gpt2Pattern.Expression ? new Gpt2Pattern() : new RegexPattern(expression);

    public void Find(ReadOnlySpan<char> text, List<PatternMatch> matches)
    {
        int first = 0;
        while (first < text.Length && !NeedsSubstitute(text[first])) first++;
        if (first == text.Length) Match(text, null, text.Length, matches);
        else
        {
            char[] substituted = new char[text.Length];
            int[] places = new int[text.Length + 1];
            int count = 0;
            for (int i = 0; i < text.Length; count++)
            {
                places[count] = i;
                i += CodePoint.Read(text, i, out int c);
                substituted[count] = c >= 0x10000 || NeedsSubstitute((char)c) ? Substitute(c) : (char)c;
            }

            places[count] = text.Length;
            Match(substituted.AsSpan(0, count), places, text.Length, matches);
        }
    }

    private void Match(ReadOnlySpan<char> text, int[]? places, int length, List<PatternMatch> matches)
    {
        int last = -1, covered = 0;
        foreach (var match in _regex.Value.EnumerateMatches(text))
        {
            // The library takes no empty match right behind a match.
            if (match.Length == 0 && match.Index == last) continue;
            last = match.Index + match.Length;
            int start = places is null ? match.Index : places[match.Index], end = places is null ? last : places[last];
            if (covered < start) matches.Add(new PatternMatch(covered, start, false));
            matches.Add(new PatternMatch(start, end, true));
            covered = end;
        }

        if (covered < length) matches.Add(new PatternMatch(covered, length, false));
    }

    private static bool NeedsSubstitute(char c) => c >= 0x80 && (char.IsSurrogate(c) || s_classes.CategoryOf(c) != CharUnicodeInfo.GetUnicodeCategory(c));

    private static char Substitute(int codePoint)
    {
        var category = s_classes.CategoryOf(codePoint);
        return category == UnicodeCategory.OtherSymbol && s_classes.Is(codePoint, CharacterClass.Word) ? 'ⓩ' : Substitutes[(int)category];
    }
}
