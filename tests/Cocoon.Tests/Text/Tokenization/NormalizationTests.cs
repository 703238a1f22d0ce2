using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>Words that text is cut into, and where they come from, case by case.</summary>
public sealed class NormalizationTests
{
    private static List<(string Word, int Start, int End)> Words(string text, WordPieceOptions options)
    {
        var scanner = new Recorder(CharacterActions.Of(options));
        scanner.Read(text);
        return scanner.Words;
    }

    private static string Joined(string text, WordPieceOptions options) => string.Join('|', Words(text, options).Select(w => w.Word));

    [Theory]
    [InlineData("Héllo, WORLD!", "hello|,|world|!")]
    [InlineData("e\u0301\u0323a", "ea")]
    [InlineData("ﬁn", "ﬁn")]                                   // no compatibility decomposition
    [InlineData("İI", "ii")]
    [InlineData("ΑΣ", "ασ")]                                    // letter by letter: no final sigma
    [InlineData("中文字", "中|文|字")]
    [InlineData("a中b", "a|中|b")]
    [InlineData("ひらがな", "ひらかな")]                          // voiced marks count as accents
    [InlineData("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af")] // syllables fall into letters
    [InlineData("a\u0000b\u0007c\u200bd\ufeffe\ufffdf\u00adg", "abcdefg")]
    [InlineData("a\tb\nc\rd\u00a0e\u3000f\u2003g", "a|b|c|d|e|f|g")]
    [InlineData("a\u000bb\u0085c", "abc")]                      // vertical tab and next line are controls first
    [InlineData("🐛🦋 👨‍👩", "🐛🦋|👨👩")]
    [InlineData("$5+x^2`~", "$|5|+|x|^|2|`|~")]                 // all ASCII signs split, others only if punctuation
    [InlineData("€5×x", "€5×x")]
    [InlineData("¿qué…?", "¿|que|…|?")]
    [InlineData("[MASK]", "[|mask|]")]
    [InlineData("\u037e\u1fef", ";|`")]                         // decompose to punctuation
    [InlineData("\ud800x\udc00", "x")]                          // half pairs count as U+FFFD
    [InlineData("", "")]
    public void Uncased_words(string text, string expected) => Assert.Equal(expected, Joined(text, new WordPieceOptions()));

    [Theory]
    [InlineData("Héllo", "Héllo")]
    [InlineData("İ", "İ")]
    [InlineData("Ça\u0301 中", "Ça\u0301|中")]
    [InlineData("한글", "한글")]
    public void Cased_words_keep_capitals_and_accents(string text, string expected) =>
        Assert.Equal(expected, Joined(text, new WordPieceOptions { Lowercase = false }));

    [Fact]
    public void Each_switch_does_its_own_part()
    {
        Assert.Equal("i\u0307é", Joined("İÉ", new WordPieceOptions { StripAccents = false }));
        Assert.Equal("EA", Joined("ÉA", new WordPieceOptions { Lowercase = false, StripAccents = true }));
        Assert.Equal("中文", Joined("中文", new WordPieceOptions { SeparateChinese = false }));
        Assert.Equal("a\u0007b|c", Joined("a\u0007b\u0085c", new WordPieceOptions { CleanText = false }));
    }

    [Fact]
    public void Offsets_lead_back_to_the_original()
    {
        Assert.Equal([("cafe", 1, 5), ("中", 7, 8), ("x", 9, 10), (",", 10, 11)], Words(" café\u0301 中 X,", new WordPieceOptions()));
        Assert.Equal([("ab", 0, 3)], Words("a\u200bb\u200b", new WordPieceOptions()));
        Assert.Equal([("🦋a", 0, 3)], Words("🦋a", new WordPieceOptions()));
    }

    [Fact]
    public void Kept_marks_come_in_canonical_order()
    {
        // U+302F (class 224) stays, U+0301 (230) goes; U+1D16D (226) sorts after U+302F.
        Assert.Equal("a\u302f\U0001D16D", Joined("a\u0301\U0001D16D\u302f", new WordPieceOptions()));
        Assert.Equal("a\U0001D16D|b\u302f", Joined("a\U0001D16D b\u302f", new WordPieceOptions()));
    }

    [Fact]
    public void A_run_of_marks_of_any_length_takes_no_more_than_sorting_it()
    {
        string marks = string.Concat(Enumerable.Repeat("\u302f\u0301\U0001D16D", 50_000));

        var words = Words("a" + marks, new WordPieceOptions());

        // The 100,000 kept marks take the first 100,000 of 150,000 places: 33,333 groups of four code units, and one more.
        Assert.Equal((0, 1 + 4 * 33_333 + 1), (words[0].Start, Assert.Single(words).End));
    }

    private sealed class Recorder(CharacterActions actions) : WordScanner(actions, maxLength: 100)
    {
        public List<(string Word, int Start, int End)> Words { get; } = [];

        public void Read(string text) => Scan(text);

        protected override void OnWord() => Words.Add((Word.ToString(), SpanOfWord.Start, SpanOfWord.End));
    }
}
