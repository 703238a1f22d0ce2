using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class PatternTests
{
    private static readonly string[] s_parts =
        [" ", "  ", "\n", "\t", "\u00A0", "\u3000", "a", "Don't", "'s", "'LL", "we've", "1", "½", "٣", "é", "中", "😀", "𝔸", "𐍈", "\uD800", "\u0301", "...", "_", "ſ", "\u180E", "\u0085"];

    private static string[] Parts(ITextPattern pattern, string text)
    {
        var matches = new List<PatternMatch>();
        pattern.Find(text, matches);
        return [.. matches.Select(match => (match.IsMatch ? "" : "-") + text[match.Start..match.End])];
    }

    private static IEnumerable<string> Texts()
    {
        for (uint round = 0; round < 2000; round++)
        {
            var random = new RandomStream(9, round, 0);
            yield return string.Concat(Enumerable.Range(0, 1 + random.Below(12, 0)).Select(i => s_parts[random.Below(s_parts.Length, (ulong)i + 1)]));
        }
    }

    [Fact]
    public void GPT2s_words_found_by_hand_are_those_of_its_expression()
    {
        var expression = new RegexPattern(Gpt2Pattern.Expression);
        foreach (string text in Texts()) Assert.Equal(Parts(expression, text), Parts(new Gpt2Pattern(), text));
    }

    [Fact]
    public void Words_found_by_hand_are_those_of_their_expression()
    {
        var expression = new RegexPattern(@"\w+|[^\w\s]+");
        // The library's two engines differ in ½, which only one takes for a word.
        foreach (string text in Texts().Where(text => !text.Contains('½'))) Assert.Equal(Parts(expression, text), Parts(new WordPattern(), text));
    }

    [Theory]
    [InlineData(@"a++b?+|c{2,}|[^\r\n\p{L}-]?", @"(?>a+)(?>b?)|c{2,}|[^\r\n\p{L}\-]?")]
    [InlineData(@"(?i:'s|'k)(ab|c)+?", @"(?i:'[sS\u017F]|'[kK\u212A])(?:ab|c)+?")]
    [InlineData(@"\s+(?!\S)|x{,3}.$", @"\s+(?!\S)|x{0,3}[^\n](?=\n|\z)")]
    [InlineData(@"[]a\-z\]]\u4e2D\x41", @"[\]a\-z\]]\u4E2D\u0041")]
    [InlineData(@" ?[^(\s|[.,!?…])]+[a[b[c]]-]", @"\ ?[^(\s|.,!?…)]+[abc\-]")]
    public void Expressions_are_rewritten(string expression, string expected) => Assert.Equal(expected, RegexTranslation.Translate(expression));

    [Theory]
    [InlineData(@"(a)\1", @"the escape \1")]
    [InlineData("(a+)+", "a repetition without limit inside another one")]
    [InlineData(@"\p{Han}+", "a property other than a general category")]
    [InlineData("[[:alpha:]]", "a class with a name")]
    [InlineData("[a[^b]]", "a negated class inside a class")]
    [InlineData("[a-[b]]", "a hyphen beside a class")]
    [InlineData("[[a]-z]", "a hyphen beside a class")]
    [InlineData("[a&&b]", "an intersection")]
    [InlineData("(?<name>a)", "a group with (?<")]
    [InlineData("(a", "a parenthesis without its partner")]
    [InlineData("a)", "a parenthesis without its partner")]
    [InlineData("[a", "a class without its end")]
    [InlineData("a{1,3}+", "a possessive interval")]
    [InlineData("*", "a repetition of nothing")]
    [InlineData("a**", "a repetition of a repetition")]
    [InlineData("\\", "a backslash at the end")]
    [InlineData("😀", "a character beyond U+FFFF")]
    [InlineData(@"\h", @"the escape \h")]
    public void What_the_two_languages_do_not_share_is_refused_by_name(string expression, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => RegexTranslation.Translate(expression)).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_is_refused()
    {
        foreach (char opening in "([") Assert.Contains("deeply nested", Assert.Throws<ArgumentException>(() => RegexTranslation.Translate(new string(opening, 100_000))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_points_beyond_the_first_plane_are_one_character_each()
    {
        Assert.Equal(["𝔸b", "-😀", "𐍈"], Parts(new RegexPattern(@"\p{L}+"), "𝔸b😀𐍈"));
        Assert.Equal(["😀", "-a", "😀"], Parts(new RegexPattern(@"\p{So}"), "😀a😀"));
    }

    [Fact]
    public void Empty_matches_right_behind_a_match_do_not_count() => Assert.Equal(["a", "-b", ""], Parts(new RegexPattern("a*"), "ab"));
}
