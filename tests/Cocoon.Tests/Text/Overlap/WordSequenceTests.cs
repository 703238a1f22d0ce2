using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Overlap;

public sealed class WordSequenceTests
{
    [Theory]
    [InlineData("The whale, the WHALE!", "the  whale\nthe-whale")]
    [InlineData("\u00c9T\u00c9 \u0416\u0423\u041a", "\u00e9t\u00e9 \u0436\u0443\u043a")]
    [InlineData("\u9cb8\u9c7c\u5f88\u5927", "\u9cb8 \u9c7c\u3002\u5f88,\u5927")]
    [InlineData("b3 \ud835\udc00x", "B3\t\ud835\udc00X")]
    public void Case_punctuation_and_layout_do_not_count(string a, string b) => Assert.Equal(Words(a), Words(b));

    [Theory]
    [InlineData("the whale", "thewhale")]
    [InlineData("a b", "b a")]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("\u0915\u093e", "\u0915")]
    public void Other_words_are_others(string a, string b) => Assert.NotEqual(Words(a), Words(b));

    [Fact]
    public void Words_know_where_they_stand()
    {
        var words = new WordSequence();
        const string Text = " One, two\u4e09\u56db \ud83d\ude00five\u0301";
        words.Read(Text);

        Assert.Equal(["One", "two", "\u4e09", "\u56db", "five\u0301"], Enumerable.Range(0, words.Hashes.Length).Select(i => Text[words.SpanOf(i).Start..words.SpanOf(i).End]));
    }

    [Fact]
    public void A_broken_pair_divides_words()
    {
        Assert.Equal(Words("a b"), Words("a\ud800b"));
        Assert.Equal(Words("a b"), Words("a\udc00b\ud800"));
        Assert.Empty(Words("\ufffd .!"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(13)]
    public void Runs_have_equal_numbers_where_their_words_are_equal(int n)
    {
        ulong[] words = Words(string.Join(' ', Enumerable.Range(0, 300).Select(i => "abcd"[i * i % 7 % 4])));
        var runs = new List<ulong>();
        WordNGrams.Read(words, n, runs);

        Assert.Equal(words.Length - n + 1, runs.Count);
        for (int i = 0; i < runs.Count; i++)
            for (int j = 0; j < runs.Count; j++)
                Assert.Equal(words.AsSpan(i, n).SequenceEqual(words.AsSpan(j, n)), runs[i] == runs[j]);
        WordNGrams.Read(words.AsSpan(0, n - 1), n, runs);
        Assert.Empty(runs);
    }

    private static ulong[] Words(string text)
    {
        var words = new WordSequence();
        words.Read(text);
        return words.Hashes.ToArray();
    }
}
