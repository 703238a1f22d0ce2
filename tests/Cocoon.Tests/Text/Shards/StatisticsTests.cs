using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

public sealed class StatisticsTests(ShardFixture fixture) : IClassFixture<ShardFixture>
{
    private static readonly WordPieceTokenizer s_tokenizer = SmallTokenizer.Create();

    [Fact]
    public void Token_facts_of_shards_are_those_computed_by_hand()
    {
        // 8 tokens: four of id 10, two of 20, one [UNK], one of 30. H = 1/2 ln 2 + 1/4 ln 4 + 2/8 ln 8 = 1.75 ln 2.
        using var set = ShardSet.Open(fixture.Write([[10, 10, 10, 10, 20], [20], [1, 30]]));

        var statistics = TokenStatistics.Of(set, SpecialTokens.First5);

        Assert.Equal((3, 8, 1000, 4), (statistics.Documents, statistics.Tokens, statistics.VocabularySize, statistics.UsedIds));
        Assert.Equal(1.75 * Math.Log(2), statistics.UnigramEntropy, 12);
        Assert.Equal(1 / 8.0, statistics.UnknownRate);
        Assert.Equal(new LengthStatistics(8 / 3.0, 1, 2, 5, 5, 5), statistics.Lengths);
    }

    [Fact]
    public void Percentiles_are_lengths_that_occur()
    {
        using var set = ShardSet.Open(fixture.Write([.. Enumerable.Range(1, 200).Select(length => new int[length])]));

        Assert.Equal(new LengthStatistics(100.5, 1, 100, 180, 198, 200), TokenStatistics.Of(set, SpecialTokens.First5).Lengths);
    }

    [Fact]
    public void Corpus_and_its_shards_have_the_same_token_facts()
    {
        var corpus = Corpus("the whale\n\nab ba\n\n\u4e00 x\n\nthe");
        string folder = fixture.NewFolder();
        DataPreparation.Run(corpus, s_tokenizer, folder);
        using var set = ShardSet.Open(folder);

        Assert.Equal(TokenStatistics.Of(set, s_tokenizer.Special), CorpusStatistics.Of(corpus, s_tokenizer).Tokens);
    }

    [Fact]
    public void Duplicates_repeated_lines_and_lost_characters_are_found()
    {
        var statistics = CorpusStatistics.Of(
            Corpus("the end\nwhale\n\n  the end\nwhale  \n\nthe end\na\ufffdb\ufffd\nonce\n\n\u200b\n\nthe end"), s_tokenizer);

        Assert.Equal(4, statistics.Tokens.Documents);
        Assert.Equal(1, statistics.DuplicateDocuments);
        Assert.Equal(5, statistics.DuplicateTokens);   // the e ##n ##d whale
        Assert.Equal(1, statistics.EmptyDocuments);
        Assert.Equal([new RepeatedLine("the end", 4), new RepeatedLine("whale", 2)], statistics.RepeatedLines);
        Assert.Equal(0, statistics.RepeatedLinesError);
        Assert.Equal(2, statistics.ReplacementCharacters);
    }

    [Fact]
    public void Letters_are_told_apart_by_script()
    {
        var shares = CorpusStatistics.Of(Corpus("abc\u00e9 1234 \u0436\u0436 \u4e00 \u3042 \ud55c \u05d0 \u0634 \u0915 \u0e01 \u03b1 \u10d0"), s_tokenizer).Scripts;

        Assert.Equal(
            [Script.Latin, Script.Cyrillic, Script.Greek, Script.Hebrew, Script.Arabic, Script.Indic, Script.SoutheastAsian, Script.Cjk, Script.Kana, Script.Hangul, Script.Other],
            shares.Select(share => share.Script));
        Assert.Equal(4 / 15.0, shares[0].Share, 12);
        Assert.Equal(2 / 15.0, shares[1].Share, 12);
        Assert.Equal(1, shares.Sum(share => share.Share), 12);
    }

    [Theory]
    [InlineData("en", "It was the best of times, it was the worst of times, and the age of wisdom was that of foolishness.")]
    [InlineData("de", "Es war die beste der Zeiten, und es war auch die schlechteste, denn man hat sich nicht mit dem Guten begnügt.")]
    [InlineData("fr", "C'était le meilleur et le pire des temps, et les hommes qui sont dans la ville ne le savaient pas.")]
    [InlineData("es", "Era el mejor de los tiempos y era el peor de los tiempos, y la gente que vivía en la ciudad no lo sabía.")]
    [InlineData("ru", "Это было лучшее из времён, и это было худшее, но он не знал, что так и будет для него.")]
    [InlineData("uk", "Це був найкращий час, і це був також найгірший, але він не знав, що це буде для нього.")]
    [InlineData("zh", "这是最好的时代，也是最坏的时代。")]
    [InlineData("ja", "それは最良の時代であり、最悪の時代でもあった。")]
    [InlineData("ko", "최고의 시대였고 최악의 시대였다.")]
    [InlineData("el", "Ήταν οι καλύτερες εποχές.")]
    [InlineData("unknown", "Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor.")]
    [InlineData("unknown", "12345 67890 !")]
    public void Languages_are_guessed(string language, string text) =>
        Assert.Equal([new LanguageShare(language, 1)], CorpusStatistics.Of(Corpus(text), s_tokenizer).Languages);

    [Fact]
    public void Misread_text_is_counted() =>
        Assert.Equal(3, CorpusStatistics.Of(Corpus("caf\u00c3\u00a9 10\u00c2\u00a0km it\u00e2\u20ac\u2122s \u00c3 r\u00e2le"), s_tokenizer).MisreadCharacters);

    [Fact]
    public void Frequent_lines_are_found_among_very_many_others()
    {
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < 150_000; i++)
        {
            text.Append(i).Append('\n');
            if (i % 50 == 0) text.Append("Copyright\n");
            if (i % 100 == 0) text.Append("Page\n");
        }

        var statistics = CorpusStatistics.Of(Corpus(text.ToString(), separator: DocumentSeparator.File), s_tokenizer);

        Assert.True(statistics.RepeatedLinesError > 0);
        Assert.Equal(["Copyright", "Page"], statistics.RepeatedLines.Select(line => line.Text));
        Assert.InRange(statistics.RepeatedLines[0].Count, 3000 - statistics.RepeatedLinesError, 3000);
        Assert.InRange(statistics.RepeatedLines[1].Count, 1500 - statistics.RepeatedLinesError, 1500);
    }

    private TextCorpus Corpus(string text, DocumentSeparator separator = DocumentSeparator.BlankLine)
    {
        string path = Path.Combine(Directory.CreateDirectory(fixture.NewFolder()).FullName, "a.txt");
        File.WriteAllText(path, text);
        return TextCorpus.Open([path], new CorpusOptions { Separator = separator });
    }
}
